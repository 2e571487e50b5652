import fc from 'fast-check';
import { AppError } from '@app/kernel';
import { MalformedPayload } from '../codec';
import { anthropicMessagesCodec as codec } from './anthropic-messages.codec';
import { AnthropicStreamDecoder } from './decode-stream';
import { answerTarget, readChunks, readJson, requestTarget } from './__fixtures__/fixtures';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../__fixtures__/mutations';

const RUNS = { numRuns: 2000, seed: 42 };
describe('whatever comes', () => {
  it('case 19, 68: a request is read and written, or is the caller’s fault', () => {
    const body = JSON.stringify(readJson('agent-request.json'));
    fc.assert(
      fc.property(mutations, fc.constantFrom('anthropic-messages', 'openai-chat'), (list, dialect) => {
        const mutated = mutateAll(body, list);
        expectOnly(AppError, () => {
          const request = codec.decodeRequest(mutated, {});
          codec.encodeRequest({ ...request, dialect: dialect }, requestTarget);
        });
      }),
      RUNS,
    );
  });

  it('an answer is read and written, or is malformed', () => {
    const body = JSON.stringify(readJson('answer.json'));
    fc.assert(
      fc.property(mutations, (list) => {
        const mutated = mutateAll(body, list);
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
