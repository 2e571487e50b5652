import type { StreamEvent } from '../model/stream-event';
import { collectParts, OrderWatch } from './__fixtures__/upstream-stream';
import { MalformedPayload } from './codec';
import { IndexedBlocks } from './indexed-blocks';

/** What comes out, in the promised order. */
function record(act: (blocks: IndexedBlocks) => void): StreamEvent[] {
  const events: StreamEvent[] = [];
  const watch = new OrderWatch();
  watch.push({ type: 'start', id: '', model: '', createdAt: 0, dialect: 'ollama-chat' });
  act(
    new IndexedBlocks((event) => {
      watch.push(event);
      events.push(event);
    }),
  );
  return events;
}

describe('blocks by the upstream’s numbers', () => {
  it('text ends where thinking of the same number begins, and is another block after it', () => {
    const events = record((blocks) => {
      blocks.text(0, 'a');
      blocks.text(0, '');
      blocks.thinking(0, 'b');
      blocks.text(0, 'c');
      blocks.finish();
    });
    expect(collectParts(events)).toEqual([
      { type: 'text', text: 'a' },
      { type: 'thinking', text: 'b' },
      { type: 'text', text: 'c' },
    ]);
  });

  it('what belongs to a second call waits until the first has ended', () => {
    const events = record((blocks) => {
      blocks.startCall(0, 'a', 'f');
      blocks.startCall(1, 'b', 'g');
      blocks.addInput(1, '{}');
      blocks.addInput(0, '{"x":1}');
      blocks.stop(1);
      blocks.stop(0);
      blocks.finish();
      expect(blocks.hasCall).toBe(true);
    });
    expect(collectParts(events)).toMatchObject([
      { id: 'a', input: '{"x":1}' },
      { id: 'b', input: '{}' },
    ]);
  });

  it('a signature in pieces is told once, at the end of its block', () => {
    const events = record((blocks) => {
      blocks.sign(0, { dialect: 'bedrock-converse', value: 'ab' });
      blocks.sign(0, { dialect: 'bedrock-converse', value: 'c' });
      blocks.finish();
    });
    expect(events.map(({ type }) => type)).toEqual(['thinking-start', 'thinking-signature', 'thinking-end']);
    expect(events[1]).toMatchObject({ signature: { value: 'abc' } });
  });

  it('a citation is of the text that is under way, or of none', () => {
    const events = record((blocks) => {
      blocks.cite({ title: 'early' });
      blocks.text(0, 'a');
      blocks.cite({ title: 'now' });
      blocks.finish();
      blocks.cite({ title: 'late' });
    });
    expect(collectParts(events)).toEqual([{ type: 'text', text: 'a', citations: [{ title: 'now' }] }]);
  });

  it('input belongs to an open call', () => {
    expect(() => record((blocks) => blocks.addInput(0, 'x'))).toThrow(MalformedPayload);
    expect(() =>
      record((blocks) => {
        blocks.text(0, 'a');
        blocks.addInput(0, 'x');
      }),
    ).toThrow(MalformedPayload);
  });
});
