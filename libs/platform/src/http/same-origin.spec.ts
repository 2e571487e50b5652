import { isSameOrigin } from './same-origin';

describe('isSameOrigin', () => {
  it.each([
    ['a program without browser headers', {}, true],
    ['a browser on the same site', { 'sec-fetch-site': 'same-origin', origin: 'https://a', host: 'inner:3000' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil', host: 'a' }, false],
    ['a sister domain', { 'sec-fetch-site': 'same-site', origin: 'https://b.a', host: 'a' }, false],
    ['a cross-site call that hides its origin', { 'sec-fetch-site': 'cross-site', host: 'a' }, false],
    ['an old browser on the same host', { origin: 'http://a:3000', host: 'A:3000' }, true],
    ['an old browser elsewhere', { origin: 'http://evil', host: 'a:3000' }, false],
    ['a sandboxed page', { origin: 'null', host: 'a:3000' }, false],
    ['an origin that was allowed', { 'sec-fetch-site': 'same-site', origin: 'https://console.a', host: 'a' }, true],
  ])('judges %s', (_, headers, expected) => {
    expect(isSameOrigin({ headers }, ['https://console.a'])).toBe(expected);
  });
});
