import fc from 'fast-check';
import { AppError } from '@app/kernel';
import { MalformedPayload } from '../codec';
import { anthropicMessagesCodec as codec } from './anthropic-messages.codec';
import { AnthropicStreamDecoder } from './decode-stream';
import { answerTarget, readChunks, readJson, requestTarget } from './__fixtures__/fixtures';

const RUNS = { numRuns: 2000, seed: 42 };
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1.5, 1e300, true, [], {}, [null], [[]], { type: 3 }, { type: 'text' }),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Where to go in a tree, what to do there. */
const mutation = fc.record({
  steps: fc.array(fc.nat(), { maxLength: 7 }),
  kind: fc.constantFrom('replace', 'remove', 'double'),
  junk,
});
type Mutation = { steps: number[]; kind: string; junk: unknown };

function mutate(root: unknown, { steps, kind, junk: replacement }: Mutation): unknown {
  if (steps.length === 0) return replacement;
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

function expectOnly(kind: typeof AppError | typeof MalformedPayload, act: () => void): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    if (error instanceof AppError) expect([error.status, typeof error.param]).toEqual([400, 'string']);
  }
}

describe('whatever comes', () => {
  it('case 19, 68: a request is read and written, or is the caller’s fault', () => {
    const body = JSON.stringify(readJson('agent-request.json'));
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('anthropic-messages', 'openai-chat'),
        (mutations, dialect) => {
          const mutated = mutations.reduce<unknown>(
            (root, one) => (typeof root === 'object' && root !== null ? mutate(root, one) : root),
            JSON.parse(body),
          );
          expectOnly(AppError, () => {
            const request = codec.decodeRequest(mutated, {});
            codec.encodeRequest({ ...request, dialect: dialect }, requestTarget);
          });
        },
      ),
      RUNS,
    );
  });

  it('an answer is read and written, or is malformed', () => {
    const body = JSON.stringify(readJson('answer.json'));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const mutated = mutations.reduce<unknown>(
          (root, one) => (typeof root === 'object' && root !== null ? mutate(root, one) : root),
          JSON.parse(body),
        );
        expectOnly(MalformedPayload, () => codec.encodeResponse(codec.decodeResponse(mutated), answerTarget));
      }),
      RUNS,
    );
  });

  it('a stream keeps the promised order, or is malformed', () => {
    const lines = ['text', 'tool-calls', 'thinking', 'server-tool', 'error'].flatMap((name) =>
      readChunks(`${name}.chunks.txt`),
    );
    const step = fc.record({ line: fc.nat(lines.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (script) => {
        const decoder = new AnthropicStreamDecoder();
        const encoder = codec.createStreamEncoder(answerTarget);
        const open = new Set<number>();
        let seen = 0;
        let isOver = false;
        expectOnly(MalformedPayload, () => {
          for (const { line, mutation: one } of script) {
            const parsed: unknown = JSON.parse(lines[line]!.data);
            const data = JSON.stringify(one === null ? parsed : mutate(parsed, one));
            for (const event of decoder.push({ data })) {
              expect(isOver).toBe(false);
              expect(event.type === 'start').toBe(seen++ === 0 && event.type !== 'error');
              if (event.type.endsWith('-start')) {
                expect(open.size).toBe(0);
                open.add((event as { block: number }).block);
              } else if ('block' in event && (event.type.endsWith('-delta') || event.type.endsWith('-end'))) {
                expect(open.has(event.block)).toBe(true);
                if (event.type.endsWith('-end')) open.delete(event.block);
              } else if (event.type === 'finish' || event.type === 'end') expect(open.size).toBe(0);
              isOver = event.type === 'end' || event.type === 'error';
              encoder.push(event);
            }
          }
          decoder.close();
        });
      }),
      RUNS,
    );
  });
});
