import fc from 'fast-check';
import { openAiResponsesCodec as codec } from './openai-responses.codec';
import type { WireObject } from './openai-responses.wire';
import { answer, request } from './__fixtures__/generators';
import { answerTarget, decodeAll, encodeAll, readChunks, readJson, requestTarget } from './__fixtures__/fixtures';

const target = { ...requestTarget, acceptsSignature: () => true };

function throughRequest(body: WireObject) {
  const { value, losses } = codec.encodeRequest(codec.decodeRequest(body, {}), {
    ...target,
    model: body['model'] as string,
  });
  return { value, losses };
}

function throughAnswer(body: WireObject) {
  return codec.encodeResponse(codec.decodeResponse(body), answerTarget(body['model'] as string));
}

describe('the Responses API through the neutral model and back', () => {
  it('case 39, 65, 66: any request comes back whole', () => {
    fc.assert(
      fc.property(request, (body) => {
        expect(throughRequest(body)).toEqual({ value: body, losses: [] });
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('case 10, 15, 17, 39, 42, 58: a request of an agent comes back whole', () => {
    const body = readJson('agent-request.json');
    expect(throughRequest(body)).toEqual({ value: body, losses: [] });
  });

  it('case 17, 47, 64: any answer comes back whole', () => {
    fc.assert(
      fc.property(answer, (body) => {
        expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('an answer with everything in it comes back whole', () => {
    const body = readJson('answer.json');
    expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
  });

  it.each([
    ['incomplete', { reason: 'max_output_tokens' }],
    ['incomplete', { reason: 'content_filter' }],
    ['incomplete', { reason: 'next_year' }],
    ['cancelled', null],
    ['queued', null],
  ])('case 22: an answer that is %s because of %j comes back as such', (status, details) => {
    const body = { ...readJson('answer.json'), status, incomplete_details: details };
    expect(throughAnswer(body).value).toEqual(body);
  });

  it.each(['text', 'tool-calls', 'custom-tool', 'hosted'])(
    'case 32, 64: the stream %s says the same after a way through',
    (name) => {
      const events = decodeAll(readChunks(`${name}.chunks.txt`));
      const { written, losses } = encodeAll(events, answerTarget('gpt-5.1-codex-max'));
      expect(decodeAll(written)).toEqual(
        events.map((event) =>
          event.type === 'thinking-signature' ? { ...event, signature: { ...event.signature, id: 'rs_new1' } } : event,
        ),
      );
      expect(losses).toEqual([]);
    },
  );
});
