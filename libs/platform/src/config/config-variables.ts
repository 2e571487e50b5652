import type { LocalText } from '@app/kernel';
import { environmentSchema } from './environment-schema';
import { variableDescriptions } from './variable-registry';

export interface ConfigVariable {
  name: string;
  /** Default as an operator reads it; empty = none. */
  defaultText: string;
  effect: LocalText;
}

/** What the environment can decide, in the order of the README table. */
export const CONFIG_VARIABLES: readonly ConfigVariable[] = Object.entries(environmentSchema.shape).map(
  ([name, schema]) => {
    const description = variableDescriptions.get(schema);
    if (description === undefined) throw new Error(`the variable ${name} is not described`);
    return { name, defaultText: description.defaultText, effect: description.effect };
  },
);
