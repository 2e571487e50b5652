import fc from 'fast-check';
import { SseDecoder } from '../../../transport/sse-decoder';
import { writeEvents } from '../../write-events';
import { answer, request } from './__fixtures__/generators';
import { ANSWER, decodeAll, encodeAll, readChunks, readJson, REQUEST } from './__fixtures__/read-fixture';
import { openAiChatCodec as codec } from './openai-chat.codec';
import type { Fields } from './openai-chat.wire';

const target = { ...REQUEST, acceptsSignature: () => true };
const RUNS = { numRuns: 400, seed: 7 };

function throughRequest(body: Fields) {
  const { value, losses } = codec.encodeRequest(codec.decodeRequest(body, {}), {
    ...target,
    model: body['model'] as string,
  });
  return { value, losses };
}

function throughAnswer(body: Fields) {
  return codec.encodeResponse(codec.decodeResponse(body), { ...ANSWER, model: body['model'] as string });
}

describe('Chat Completions through the neutral model and back', () => {
  it('case 65, 66: any request comes back whole', () => {
    fc.assert(
      fc.property(request, (body) => {
        expect(throughRequest(body)).toEqual({ value: body, losses: [] });
      }),
      RUNS,
    );
  });

  it('case 6, 7, 15, 42, 56, 57, 59, 62: a request with everything in it comes back whole', () => {
    const body = readJson('agent-request.json');
    expect(throughRequest(body)).toEqual({ value: body, losses: [] });
  });

  it('case 43, 61: what is known of the upstream goes before what the caller wrote', () => {
    const mark = { cache_control: { type: 'ephemeral' } };
    const messages = [
      { role: 'user', content: 'hi', ...mark },
      { role: 'assistant', content: 'yes', reasoning_content: 'hm' },
    ];
    const traits = { limitField: 'max_completion_tokens', cacheMarks: 'none', wantsReasoningBack: false } as const;
    const request = codec.decodeRequest({ model: 'm', max_tokens: 5, messages }, {});
    expect(codec.encodeRequest(request, { ...target, model: 'm', traits })).toMatchObject({
      value: {
        model: 'm',
        max_completion_tokens: 5,
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'yes' },
        ],
      },
      losses: [{ field: 'messages[0].cache_control' }],
    });
  });

  it('any answer comes back whole', () => {
    fc.assert(
      fc.property(answer, (body) => {
        expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
      }),
      RUNS,
    );
  });

  it('case 64: an answer with everything in it comes back whole', () => {
    const body = readJson('answer.json');
    expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
  });

  it.each(['text', 'tool-calls', 'reasoning-details', 'reasoning-content'])(
    'the stream %s says the same after a way through',
    (name) => {
      const events = decodeAll(readChunks(name));
      expect(events.at(-1)).toEqual({ type: 'end' });
      const model = (events[0] as { model: string }).model;
      const { written, losses } = encodeAll(events, { ...ANSWER, model });
      // Where usage stands among the others, and what only the upstream said, may differ.
      const strip = (list: typeof events) =>
        list.flatMap((event) => (event.type === 'usage' ? [] : [{ ...event, rest: undefined }]));
      expect(strip(decodeAll(written))).toEqual(strip(events));
      const usageOf = (list: typeof events) => list.findLast((event) => event.type === 'usage');
      expect(usageOf(decodeAll(written))).toEqual(usageOf(events));
      expect(losses).toEqual([]);
    },
  );

  it('case 29: bytes cut anywhere are the same stream', () => {
    const wire = writeEvents(['text', 'tool-calls'].flatMap(readChunks).slice(0, 13));
    const whole = decodeAll(new SseDecoder().feed(wire));
    fc.assert(
      fc.property(fc.array(fc.nat(wire.length), { maxLength: 8 }), (cuts) => {
        const sse = new SseDecoder();
        const places = [0, ...cuts.sort((a, b) => a - b), wire.length];
        const events = places.slice(1).flatMap((end, index) => sse.feed(wire.subarray(places[index], end)));
        expect(decodeAll(events)).toEqual(whole);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
