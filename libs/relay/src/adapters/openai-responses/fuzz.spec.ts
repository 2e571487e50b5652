import fc from 'fast-check';
import { AppError } from '@app/kernel';
import type { ChatRequest } from '../../model/chat-request';
import { MalformedPayload } from '../codec';
import { ResponsesStreamDecoder } from './decode-stream';
import { openAiResponsesCodec as codec } from './openai-responses.codec';
import { answerTarget, readChunks, readJson, requestTarget } from './__fixtures__/fixtures';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../__fixtures__/mutations';

const RUNS = { numRuns: 2000, seed: 42 };
describe('whatever comes', () => {
  it('case 19, 68: a request is read and written, or is the caller’s fault', () => {
    const body = JSON.stringify(readJson('agent-request.json'));
    const dialects = fc.constantFrom<ChatRequest['dialect']>('openai-responses', 'openai-chat');
    fc.assert(
      fc.property(mutations, dialects, (list, dialect) => {
        expectOnly(AppError, () => {
          const request = codec.decodeRequest(mutateAll(body, list), {});
          codec.encodeRequest({ ...request, dialect }, requestTarget);
        });
      }),
      RUNS,
    );
  });

  it('an answer is read and written, or is malformed', () => {
    const body = JSON.stringify(readJson('answer.json'));
    fc.assert(
      fc.property(mutations, (list) => {
        expectOnly(MalformedPayload, () =>
          codec.encodeResponse(codec.decodeResponse(mutateAll(body, list)), answerTarget()),
        );
      }),
      RUNS,
    );
  });

  it('case 25: a stream keeps the promised order, or is malformed', () => {
    const lines = ['text', 'tool-calls', 'custom-tool', 'hosted', 'error'].flatMap((name) =>
      readChunks(`${name}.chunks.txt`),
    );
    const step = fc.record({ line: fc.nat(lines.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (script) => {
        const decoder = new ResponsesStreamDecoder();
        const encoder = codec.createStreamEncoder(answerTarget());
        const open = new Set<number>();
        const used = new Set<number>();
        let seen = 0;
        let isOver = false;
        let sequence = 0;
        expectOnly(MalformedPayload, () => {
          for (const { line, mutation: one } of script) {
            const parsed: unknown = JSON.parse(lines[line]!.data);
            const data = JSON.stringify(one === null ? parsed : mutate(parsed, one));
            for (const event of decoder.push({ data })) {
              expect(isOver).toBe(false);
              expect(event.type === 'start').toBe(seen++ === 0 && event.type !== 'error');
              if (event.type.endsWith('-start')) {
                const { block } = event as { block: number };
                expect(used.has(block)).toBe(false);
                used.add(block);
                open.add(block);
              } else if (
                'block' in event &&
                ['text', 'thinking', 'tool-input'].some((kind) => event.type.startsWith(kind))
              ) {
                expect(open.has(event.block)).toBe(true);
                if (event.type.endsWith('-end')) open.delete(event.block);
              } else if (event.type === 'finish' || event.type === 'end') expect(open.size).toBe(0);
              isOver = event.type === 'end' || event.type === 'error';
              for (const written of encoder.push(event)) {
                expect((JSON.parse(written.data) as { sequence_number: number }).sequence_number).toBe(sequence++);
              }
            }
          }
          expect(decoder.close()).toEqual([]);
        });
      }),
      RUNS,
    );
  });
});
