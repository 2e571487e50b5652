import { pickLanguage } from './pick-language';

describe('pickLanguage', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en-US'], 'zh-CN'],
    [null, ['zh-TW', 'en'], 'zh-CN'],
    [null, ['fr', 'en-GB'], 'en'],
    ['klingon', ['ZH'], 'zh-CN'],
    [null, [], 'en'],
  ])('remembered %p with browser languages %p gives %p', (remembered, browser, expected) => {
    expect(pickLanguage(remembered, browser)).toBe(expected);
  });
});
