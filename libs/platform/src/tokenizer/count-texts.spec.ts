import { countTexts } from './count-texts';

const byLength = (text: string) => text.length;
const never = () => false;

describe('countTexts', () => {
  it('adds up what the pieces of all texts take', () => {
    const texts = ['word '.repeat(10_000), '', 'word'];
    expect(countTexts(texts, byLength, never)).toEqual({ tokens: 50_004, isCut: false });
  });

  it('tells of a cut by force, in whichever text it was', () => {
    expect(countTexts(['a', 'b'.repeat(300), 'c'], byLength, never)).toEqual({ tokens: 302, isCut: true });
  });

  it('stops between two pieces when the time is over', () => {
    let pieces = 0;
    const count = () => ++pieces;
    expect(countTexts(['word '.repeat(100_000)], count, () => pieces === 3)).toBeUndefined();
    expect(pieces).toBe(3);
  });
});
