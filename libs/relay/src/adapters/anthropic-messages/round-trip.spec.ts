import fc from 'fast-check';
import type { WireObject } from './anthropic-messages.wire';
import { anthropicMessagesCodec as codec } from './anthropic-messages.codec';
import {
  assistantContent,
  constant,
  input,
  json,
  news,
  opaqueBlock,
  optional,
  record,
  redactedBlock,
  request,
  text,
  word,
} from './__fixtures__/generators';
import {
  answerTarget,
  decodeAll,
  encodeAll,
  readChunks,
  readJson,
  requestTarget,
  toEvent,
} from './__fixtures__/fixtures';

const target = { ...requestTarget, acceptsSignature: () => true };

function throughRequest(body: WireObject) {
  return codec.encodeRequest(codec.decodeRequest(body, {}), { ...target, model: body['model'] as string });
}

function throughAnswer(body: WireObject) {
  return codec.encodeResponse(codec.decodeResponse(body), { ...answerTarget, model: body['model'] as string });
}

describe('the Messages API through the neutral model and back', () => {
  it('case 17, 42, 65, 66: any request comes back whole', () => {
    fc.assert(
      fc.property(request, (body) => {
        const { value, losses } = throughRequest(body);
        expect(value).toEqual(body);
        expect(losses).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('case 10, 17, 31, 42, 59: a request of an agent comes back whole', () => {
    const body = readJson('agent-request.json');
    expect(throughRequest(body)).toMatchObject({ value: body, losses: [] });
  });

  it('reads a string as one block of text, wherever one may stand', () => {
    const { value } = throughRequest({
      model: 'm',
      max_tokens: 1,
      system: 's',
      messages: [{ role: 'user', content: 'u' }],
    });
    expect(value).toEqual({
      model: 'm',
      max_tokens: 1,
      system: [{ type: 'text', text: 's' }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'u' }] }],
    });
  });

  it('case 17, 32, 47, 64: any answer comes back whole', () => {
    const answer = record({
      id: word.map((id) => `msg_${id}`),
      type: constant('message'),
      role: constant('assistant'),
      model: word,
      // Answers have no cache marks.
      content: assistantContent.map((blocks) => blocks.map(({ cache_control: _mark, ...block }) => block)),
      stop_reason: fc.constantFrom(
        'max_tokens',
        'model_context_window_exceeded',
        'refusal',
        'pause_turn',
        'tool_use',
        'stop_sequence',
      ),
      stop_sequence: fc.option(word),
      container: optional(json),
      stop_details: optional(json),
      usage: fc
        .record({
          a: fc.nat(9),
          b: fc.nat(9),
          c: fc.nat(9),
          d: fc.nat(9),
          e: fc.integer({ min: 1, max: 99 }),
          geo: news,
        })
        .map(({ a, b, c, d, e, geo }) => ({
          input_tokens: a,
          cache_creation_input_tokens: b + c,
          cache_read_input_tokens: d,
          cache_creation: { ephemeral_5m_input_tokens: b, ephemeral_1h_input_tokens: c },
          output_tokens: e,
          inference_geo: geo,
        })),
    });
    fc.assert(
      fc.property(answer, (body) => {
        expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('an answer with everything in it comes back whole', () => {
    const body = readJson('answer.json');
    expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
  });

  it.each(['text', 'tool-calls', 'thinking', 'server-tool'])(
    'the stream %s says the same after a way through',
    (name) => {
      const events = decodeAll(readChunks(`${name}.chunks.txt`));
      expect(events.at(-1)).toEqual({ type: 'end' });
      const { written, losses } = encodeAll(events, { ...answerTarget, model: (events[0] as { model: string }).model });
      expect(decodeAll(written)).toEqual(events);
      expect(losses).toEqual([]);
    },
  );

  it('case 32: any stream says the same after a way through', () => {
    const block = fc.oneof(
      fc.tuple(
        record({ type: constant('text'), text: constant('') }),
        fc.array(record({ type: constant('text_delta'), text })),
      ),
      fc.tuple(
        record({ type: constant('thinking'), thinking: constant(''), signature: constant('') }),
        fc.array(
          fc.oneof(
            record({ type: constant('thinking_delta'), thinking: text }),
            record({ type: constant('signature_delta'), signature: word }),
          ),
          { maxLength: 2 },
        ),
      ),
      fc.tuple(redactedBlock, constant([])),
      fc.tuple(
        record({ type: constant('tool_use'), id: word, name: word, input: constant({}), caller: news }),
        input.map((value) => {
          const whole = JSON.stringify(value);
          return [whole.slice(0, 3), whole.slice(3)].map((piece) => ({
            type: 'input_json_delta',
            partial_json: piece,
          }));
        }),
      ),
      fc.tuple(opaqueBlock, constant([])),
    );
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 4 }),
        fc.constantFrom('end_turn', 'max_tokens', 'refusal'),
        (blocks, reason) => {
          const usage = { input_tokens: 3, output_tokens: 4 };
          const wire = [
            { type: 'message_start', message: { id: 'msg_1', model: 'm', usage } },
            ...blocks.flatMap(([content, deltas], index) => [
              { type: 'content_block_start', index, content_block: content },
              ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
              { type: 'content_block_stop', index },
            ]),
            { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage },
            { type: 'message_stop' },
          ];
          const events = decodeAll(wire.map((body) => toEvent(JSON.stringify(body))));
          const { written, bodies } = encodeAll(events, { ...answerTarget, model: 'm' });
          const again = decodeAll(written);
          if (reason === 'end_turn' && blocks.some(([content]) => content['type'] === 'tool_use')) {
            // An upstream's slip, mended on the way.
            expect(bodies.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
            expect(again.length).toBe(events.length);
          } else expect(again).toEqual(events);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
