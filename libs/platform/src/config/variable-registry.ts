import { z } from 'zod';
import type { LocalText } from '@app/kernel';

export interface VariableDescription {
  /** Default as an operator reads it; empty = none. */
  defaultText: string;
  effect: LocalText;
}

/** Descriptions of the environment's variables, kept beside their schemas so that they cannot drift apart. */
export const variableDescriptions = z.registry<VariableDescription>();

/** A variable that may be left out; `fallback` is the text taken then, run through the same schema. */
export function variable<S extends z.ZodType<unknown, string>>(schema: S, fallback: string, en: string, zh: string) {
  const withDefault = schema.prefault(fallback as z.input<S>);
  variableDescriptions.add(withDefault, { defaultText: fallback, effect: { en, zh } });
  return withDefault;
}

/** A variable without default; `described` tells what happens without it. */
export function optionalVariable<S extends z.ZodType<unknown, string>>(
  schema: S,
  en: string,
  zh: string,
  described = '',
) {
  const optional = schema.optional();
  variableDescriptions.add(optional, { defaultText: described, effect: { en, zh } });
  return optional;
}
