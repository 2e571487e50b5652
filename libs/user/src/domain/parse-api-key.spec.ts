import { parseApiKey } from './parse-api-key';

describe('parseApiKey', () => {
  it.each([
    ['KEY', 'KEY', undefined],
    ['sk-KEY', 'KEY', undefined],
    ['Bearer KEY', 'KEY', undefined],
    ['Bearer sk-KEY', 'KEY', undefined],
    ['bearer   sk-KEY ', 'KEY', undefined],
    ['Bearer sk-KEY-12', 'KEY', '12'],
    ['KEY-12-9', 'KEY', '12'],
    ['sk-KEY-', 'KEY', ''],
  ])('takes %j apart', (presented, key, channel) => {
    expect(parseApiKey(presented)).toEqual({ key, channel });
  });

  it.each(['', '  ', 'Bearer', 'Bearer ', 'sk-', 'Bearer sk-', '-12'])('finds no key in %j', (presented) => {
    expect(parseApiKey(presented)).toBeUndefined();
  });
});
