import fc from 'fast-check';
import { LeadingThought } from './leading-thought';

function split(pieces: readonly string[]) {
  const thought = new LeadingThought();
  const found = [...pieces.flatMap((piece) => thought.push(piece)), ...thought.end()];
  const joined = (kind: string) => found.map((piece) => (piece.kind === kind ? piece.text : '')).join('');
  return { thinking: joined('thinking'), text: joined('text'), kinds: found.map(({ kind }) => kind) };
}

describe('thinking at the beginning of a text', () => {
  it.each([
    ['<think>why</think>so', 'why', 'so'],
    ['\n<think>\nwhy\nnot\n</think>\n\nso\n', 'why\nnot', 'so\n'],
    ['<think></think>\n\nso', '', 'so'],
    ['<think>a < b </thin> c</think>so', 'a < b </thin> c', 'so'],
    ['<think>a</think><think>b</think>', 'a', '<think>b</think>'],
    ['<think>cut off', 'cut off', ''],
    ['<think>cut off</thi', 'cut off</thi', ''],
    ['<thinking>x', '', '<thinking>x'],
    ['so <think>no</think>', '', 'so <think>no</think>'],
    ['  so', '', '  so'],
    ['<thi', '', '<thi'],
    ['', '', ''],
    [`${' '.repeat(300)}<think>a</think>`, '', `${' '.repeat(300)}<think>a</think>`],
  ])('of %j is told from the rest', (whole, thinking, text) => {
    expect(split([whole])).toMatchObject({ thinking, text });
  });

  it('is the same in whatever pieces it comes', () => {
    const word = fc.constantFrom('<think>', '</think>', '<', '</', 'think', '>', ' ', '\n', 'a', '猫', ' '.repeat(200));
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.infiniteStream(fc.nat(4)),
        fc.boolean(),
        (words, sizes, opens) => {
          const whole = (opens ? '<think>' : '') + words.join('');
          const pieces: string[] = [];
          for (let at = 0; at < whole.length;) {
            const size = sizes.next().value! + 1;
            pieces.push(whole.slice(at, at + size));
            at += size;
          }
          const { thinking, text } = split(pieces);
          expect({ thinking, text }).toEqual(
            (({ thinking: t, text: x }) => ({ thinking: t, text: x }))(split([whole])),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is handed on as it comes, and text at once when there is none', () => {
    const thought = new LeadingThought();
    expect(thought.push('<think>one ')).toEqual([{ kind: 'thinking', text: 'one' }]);
    expect(thought.push('two</')).toEqual([{ kind: 'thinking', text: ' two' }]);
    expect(thought.isOver).toBe(false);
    expect(new LeadingThought().push('Hello')).toEqual([{ kind: 'text', text: 'Hello' }]);
  });
});
