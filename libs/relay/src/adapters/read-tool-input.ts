import type { ToolCallPart } from '../model/content';
import { asObject } from './read-json';
import { TEXT_INPUT } from './tool-names';

/**
 * Input of a call for dialects that take objects only. Free text travels in one (restore-tools.ts takes it out again), and so
 * does broken JSON rather than being dropped; of that `isWrapped` tells.
 */
export function readToolInput({ input, kind }: Pick<ToolCallPart, 'input' | 'kind'>): {
  input: Record<string, unknown>;
  isWrapped: boolean;
} {
  if (kind === 'custom') return { input: { [TEXT_INPUT]: input }, isWrapped: false };
  if (input.trim() === '') return { input: {}, isWrapped: false };
  const object = parseObject(input);
  return object === undefined
    ? { input: { [TEXT_INPUT]: input }, isWrapped: true }
    : { input: object, isWrapped: false };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
