import fc from 'fast-check';
import { AppError } from '@app/kernel';
import type { MalformedPayload } from '../codec';

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1.5, 1e300, true, [], {}, [null], [[]]),
  fc.constantFrom<unknown>({ type: 3 }, { type: 'text' }, { type: 'message' }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Where to go in a tree, what to do there. */
export const mutation = fc.record({
  steps: fc.array(fc.nat(), { maxLength: 7 }),
  kind: fc.constantFrom('replace', 'remove', 'double'),
  junk,
});
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

type Mutation = { steps: number[]; kind: string; junk: unknown };

export function mutate(root: unknown, { steps, kind, junk }: Mutation): unknown {
  // A later mutation may go into it.
  const replacement = structuredClone(junk);
  if (typeof root !== 'object' || root === null || steps.length === 0) return replacement;
  let node = root as Record<string, unknown>;
  for (const [depth, step] of steps.entries()) {
    const keys = Object.keys(node);
    if (keys.length === 0) return root;
    const key = keys[step % keys.length]!;
    const child = node[key];
    if (depth < steps.length - 1 && typeof child === 'object' && child !== null) {
      node = child as Record<string, unknown>;
      continue;
    }
    if (kind === 'remove' && Array.isArray(node)) node.splice(Number(key), 1);
    else if (kind === 'remove') delete node[key];
    else node[key] = kind === 'double' ? [child, child] : replacement;
    return root;
  }
  return root;
}

export function mutateAll(json: string, list: readonly Mutation[]): unknown {
  return list.reduce<unknown>(mutate, JSON.parse(json));
}

/** It works, or fails as it should: a request's fault is 400 and names the field. */
export function expectOnly(kind: typeof AppError | typeof MalformedPayload, act: () => void): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    if (error instanceof AppError) expect([error.status, typeof error.param]).toEqual([400, 'string']);
  }
}
