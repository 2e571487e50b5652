import { accumulateResponse } from 'openai/lib/responses/ResponseAccumulator';
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { StreamEvent } from '../../model/stream-event';
import { decodeAll, encodeAll, readChunks } from './__fixtures__/fixtures';

/** OpenAI's own client puts an answer together from its events, and throws where they do not fit. */
function accumulate(events: readonly StreamEvent[]) {
  const { bodies } = encodeAll(events);
  let snapshot: Response | undefined;
  for (const body of bodies.slice(0, -1))
    snapshot = accumulateResponse(body as unknown as ResponseStreamEvent, snapshot);
  return { output: JSON.parse(JSON.stringify(snapshot?.output)) as unknown, last: bodies.at(-1) };
}

const thought: StreamEvent[] = [
  { type: 'start', id: '', model: 'm', createdAt: 1, dialect: 'anthropic-messages' },
  { type: 'thinking-start', choice: 0, block: 0 },
  { type: 'thinking-delta', choice: 0, block: 0, text: 'a' },
  { type: 'thinking-signature', choice: 0, block: 0, signature: { dialect: 'anthropic-messages', value: 's' } },
  { type: 'thinking-end', choice: 0, block: 0 },
  { type: 'refusal-delta', choice: 0, block: 1, text: 'No.' },
  { type: 'end' },
];

describe('OpenAI’s client', () => {
  it.each(['text', 'tool-calls', 'custom-tool', 'hosted'])(
    'case 4: puts the same answer together from the events of %s as the last event tells',
    (name) => {
      const { output, last } = accumulate(decodeAll(readChunks(`${name}.chunks.txt`)));
      expect(last).toMatchObject({ type: 'response.completed', response: { output } });
    },
  );

  it('case 33, 64: and of thinking and a refusal', () => {
    const { output, last } = accumulate(thought);
    expect(last).toMatchObject({ response: { output } });
  });
});
