import fc from 'fast-check';
import { AnswerCounter } from './answer-counter';

const delta = (content: string) => Buffer.from(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
const text = fc.string({ unit: 'binary' });

describe('the text of an answer that passes', () => {
  it('is kept as it was said, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(text), (pieces) => {
        const passing = new AnswerCounter();
        const atHand = new AnswerCounter();
        for (const piece of pieces) {
          passing.observe(delta(piece));
          atHand.add(piece);
        }
        const whole = pieces.join('');
        const expected = whole === '' ? undefined : { text: whole, share: 1 };
        expect(passing.sample).toEqual(expected);
        expect(atHand.sample).toEqual(expected);
      }),
    );
  });

  it.each([
    ['many pieces', 'word \n', 30_000],
    ['one piece', 'word \n'.repeat(30_000), 1],
    ['of two bytes and more', '你好\n', 20_000],
  ])('has a limit, and says which part it is: %s', (_, piece, times) => {
    const counter = new AnswerCounter();
    for (let i = 0; i < times; i++) counter.observe(delta(piece));
    const { text: kept, share } = counter.sample!;
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(32 * 1024);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(16 * 1024);
    expect(kept.length / share).toBeGreaterThan(0.98 * piece.length * times);
    expect(kept.length / share).toBeLessThan(1.02 * piece.length * times);
  });

  it('has a limit for texts at hand too', () => {
    const counter = new AnswerCounter();
    for (let i = 0; i < 10_000; i++) counter.add('ten bytes.');
    expect(counter.sample!.text).toHaveLength(32_760);
    expect(counter.sample!.share).toBeCloseTo(0.3276, 10);
    const long = new AnswerCounter();
    long.add('x'.repeat(40_000));
    expect(long.sample).toBeUndefined();
    expect(long.tokens).toBe(10_000);
  });

  it('survives a cut in the middle of an escape, and what is no JSON', () => {
    for (let shift = 0; shift < 6; shift++) {
      const counter = new AnswerCounter();
      counter.observe(Buffer.from(`{"content":"${'x'.repeat(shift)}${'\\u4f60'.repeat(9_000)}"}`));
      expect(counter.sample!.text).toMatch(/^x*你+$/);
    }
    const broken = new AnswerCounter();
    broken.observe(Buffer.from('{"content":"a\nb"}'));
    expect(broken.sample).toEqual({ text: 'a\nb', share: 1 });
  });

  it('is forgotten when nobody will ask for it; the bytes count on', () => {
    const counter = new AnswerCounter();
    counter.observe(delta('12345678'));
    counter.forgetText();
    counter.observe(delta('12345678'));
    expect(counter.sample).toBeUndefined();
    expect(counter.tokens).toBe(4);
  });
});
