import fc from 'fast-check';
import type { WireEvent } from '../../model/wire-event';
import { ask, says, text } from '../__fixtures__/every-capability';
import { collectParts } from '../__fixtures__/upstream-stream';
import { frames } from '../framing/__fixtures__/aws-frames';
import { TARGET, decodeAll } from './__fixtures__/read-fixture';
import type { Fields, WireMessage } from './bedrock-converse.wire';
import { decodeResponse } from './decode-response';
import { encodeRequest } from './encode-request';

const RUNS = { numRuns: 400, seed: 20_261 };
const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const said = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => `t${value}`);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 9 }).map((value) => Buffer.from(value).toString('base64'));
const json = fc
  .dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as object);

const block: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({ text: said }),
  fc.record({ reasoningContent: fc.record({ reasoningText: fc.record({ text: said, signature: bytes }) }) }),
  fc.record({ reasoningContent: fc.record({ redactedContent: bytes }) }),
  fc.record({ toolUse: fc.record({ toolUseId: word, name: word, input: json }) }),
  fc.record({ image: fc.record({ format: fc.constant('png'), source: fc.record({ bytes }) }) }),
);
const content = fc.array(block, { minLength: 1, maxLength: 5 });

const answerOf = (blocks: readonly Fields[]) => ({
  output: { message: { role: 'assistant', content: blocks } },
  stopReason: 'end_turn',
});

describe('an answer of Converse', () => {
  it('goes back as the history it was', () => {
    fc.assert(
      fc.property(content, (blocks) => {
        const { choices } = decodeResponse(answerOf(blocks));
        const history = [says('user', text('q')), says('assistant', ...choices[0]!.parts), says('user', text('r'))];
        const { value, losses } = encodeRequest(ask({ messages: history }), TARGET);
        const [, turn] = value['messages'] as WireMessage[];
        expect(turn?.content).toEqual(blocks);
        expect(losses.filter(({ field }) => field !== 'tools')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('says the same in a stream as in one piece', () => {
    fc.assert(
      fc.property(content, (blocks) => {
        const whole = decodeResponse(answerOf(blocks));
        const events = decodeAll(frames(streamOf(blocks)));
        expect(collectParts(events)).toEqual(whole.choices[0]!.parts);
        expect(events.find(({ type }) => type === 'finish')).toMatchObject({ finish: whole.choices[0]!.finish });
      }),
      RUNS,
    );
  });
});

function streamOf(blocks: readonly Fields[]): WireEvent[] {
  const events: WireEvent[] = [];
  const add = (event: string, wire: object) => events.push({ event, data: JSON.stringify(wire) });
  add('messageStart', { role: 'assistant' });
  blocks.forEach((one, contentBlockIndex) => {
    const delta = (wire: object) => add('contentBlockDelta', { contentBlockIndex, delta: wire });
    const { toolUse, image } = one as { toolUse?: Fields; image?: Fields };
    const thought = one['reasoningContent'] as { reasoningText?: Fields; redactedContent?: string } | undefined;
    if (toolUse !== undefined) {
      const { input, ...start } = toolUse;
      add('contentBlockStart', { contentBlockIndex, start: { toolUse: start } });
      for (const piece of JSON.stringify(input)) delta({ toolUse: { input: piece } });
    } else if (image !== undefined) {
      add('contentBlockStart', { contentBlockIndex, start: { image: { format: image['format'] } } });
      delta({ image: { source: image['source'] } });
    } else if (thought?.reasoningText !== undefined) {
      for (const piece of thought.reasoningText['text'] as string) delta({ reasoningContent: { text: piece } });
      delta({ reasoningContent: { signature: thought.reasoningText['signature'] } });
    } else if (thought !== undefined) delta({ reasoningContent: thought });
    else for (const piece of one['text'] as string) delta({ text: piece });
    add('contentBlockStop', { contentBlockIndex });
  });
  add('messageStop', { stopReason: 'end_turn' });
  add('metadata', { usage: {} });
  return events;
}
