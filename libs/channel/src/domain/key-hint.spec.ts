import { keyHint } from './key-hint';
import { splitList } from './split-list';

describe('keyHint', () => {
  it('shows both ends of a long key', () => {
    expect(keyHint('sk-0123456789abcdefghij')).toBe('sk-***ghij');
  });

  it('shows nothing of a short or unusual key', () => {
    expect(keyHint('short-key')).toBe('***');
    expect(keyHint('{"private_key":\n"line breaks inside"}')).toBe('***');
  });

  it('is empty without a key', () => {
    expect(keyHint('')).toBe('');
  });
});

describe('splitList', () => {
  it('trims, leaves out empty members and repetitions, and keeps the order', () => {
    expect(splitList(' b, a,,b ,c,')).toEqual(['b', 'a', 'c']);
  });
});
