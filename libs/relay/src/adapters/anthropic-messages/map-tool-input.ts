import type { ToolCallPart } from '../../model/content';
import { asObject } from '../read-json';
import { TEXT_INPUT } from '../tool-names';
import type { WireObject } from './anthropic-messages.wire';

/** Input must be an object here. Free text and broken JSON travel within one rather than being dropped. */
export function encodeToolInput(call: Pick<ToolCallPart, 'input' | 'kind'>): { input: WireObject; isWrapped: boolean } {
  if (call.kind === 'custom') return { input: { [TEXT_INPUT]: call.input }, isWrapped: false };
  if (call.input.trim() === '') return { input: {}, isWrapped: false };
  const input = parseObject(call.input);
  return input === undefined ? { input: { [TEXT_INPUT]: call.input }, isWrapped: true } : { input, isWrapped: false };
}

export function parseObject(text: string): WireObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
