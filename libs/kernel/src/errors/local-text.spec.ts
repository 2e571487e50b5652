import { pickLocale } from './local-text';

describe('language of a text', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'en', 'zh'],
    ['en-US,en;q=0.9', 'zh', 'en'],
    ['fr, en', 'zh', 'en'],
    ['*', 'zh', 'zh'],
    ['french', 'zh', 'zh'],
    [undefined, 'en', 'en'],
  ] as const)('%s with %s as default is %s', (header, fallback, expected) => {
    expect(pickLocale(header, fallback)).toBe(expected);
  });
});
