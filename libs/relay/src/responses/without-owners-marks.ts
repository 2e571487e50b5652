import { asObject, without } from '../adapters/read-json';

type Item = Record<string, unknown>;

/** With an id the upstream looks for what belongs to it in its own store, and refuses the item when it is not there. */
const ID: ReadonlySet<string> = new Set(['id']);
const MAY_LACK_ID: ReadonlySet<unknown> = new Set(['message', 'function_call', 'custom_tool_call']);

/**
 * Items of a conversation for an upstream that did not make its answers. Reasoning is left out unless that upstream can read
 * it: only its maker can read the proof of it, and any other refuses the request for it.
 */
export function withoutOwnersMarks(
  items: readonly unknown[],
  isReadable: (reasoning: Item) => boolean = () => false,
): unknown[] {
  return items.flatMap((item) => {
    const fields = asObject(item);
    if (fields === undefined) return [item];
    if (fields['type'] === 'reasoning') return isReadable(fields) ? [item] : [];
    return [MAY_LACK_ID.has(fields['type']) ? without(fields, ID) : item];
  });
}
