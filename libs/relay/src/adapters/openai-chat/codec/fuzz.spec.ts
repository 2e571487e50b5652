import fc from 'fast-check';
import { AppError } from '@app/kernel';
import type { Dialect } from '../../../model/dialect';
import { MalformedPayload } from '../../codec';
import { ANSWER, readChunks, readJson, REQUEST } from './__fixtures__/read-fixture';
import { openAiChatCodec as codec } from './openai-chat.codec';
import { OrderCheck } from '../../__fixtures__/order-check';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../../__fixtures__/mutations';

const RUNS = { numRuns: 2000, seed: 42 };
describe('whatever comes', () => {
  it('case 19, 68: a request is read and written, or is the caller’s fault', () => {
    const body = JSON.stringify(readJson('agent-request.json'));
    const dialects = fc.constantFrom<Dialect>('openai-chat', 'anthropic-messages', 'openai-responses');
    fc.assert(
      fc.property(mutations, dialects, (list, dialect) => {
        const mutated = mutateAll(body, list);
        expectOnly(AppError, () => {
          codec.encodeRequest({ ...codec.decodeRequest(mutated, {}), dialect }, REQUEST);
        });
      }),
      RUNS,
    );
  });

  it('an answer is read and written, or is malformed', () => {
    const body = JSON.stringify(readJson('answer.json'));
    fc.assert(
      fc.property(mutations, fc.boolean(), (list, isOwn) => {
        const mutated = mutateAll(body, list);
        expectOnly(MalformedPayload, () => {
          const response = codec.decodeResponse(mutated);
          codec.encodeResponse(isOwn ? response : { ...response, dialect: 'gemini-generate' }, ANSWER);
        });
      }),
      RUNS,
    );
  });

  it('a stream keeps the promised order, or is malformed', () => {
    const names = ['text', 'tool-calls', 'reasoning-details', 'reasoning-content'];
    const lines = names.flatMap(readChunks).filter(({ data }) => data !== '[DONE]');
    const step = fc.record({ line: fc.nat(lines.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.boolean(), (script, isDone) => {
        const decoder = codec.createStreamDecoder();
        const encoder = codec.createStreamEncoder(ANSWER);
        const pieces = script.map(({ line, mutation: one }) => {
          const parsed: unknown = JSON.parse(lines[line]!.data);
          return { data: JSON.stringify(one === null ? parsed : mutate(parsed, one)) };
        });
        const check = new OrderCheck();
        expectOnly(MalformedPayload, () => {
          for (const piece of isDone ? [...pieces, { data: '[DONE]' }] : pieces) {
            for (const event of decoder.push(piece)) {
              check.add(event);
              encoder.push(event);
            }
          }
          for (const event of decoder.close()) check.add(event);
        });
      }),
      RUNS,
    );
  });
});
