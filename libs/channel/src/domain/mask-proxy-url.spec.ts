import { hasProxyCredentials, isMaskedProxyUrl, maskProxyUrl } from './mask-proxy-url';

describe('the address of a proxy', () => {
  it.each([
    ['http://me:secret@proxy.example:3128', 'http://me:***@proxy.example:3128'],
    ['socks5://me:p%40ss@10.0.0.1:1080/x?y=z', 'socks5://me:***@10.0.0.1:1080/x?y=z'],
    ['http://a:b@c:d@proxy.example', 'http://a:***@proxy.example'],
    ['https://lone-token@proxy.example', 'https://***@proxy.example'],
    ['http://:only-password@proxy.example', 'http://:***@proxy.example'],
  ])('%s is shown as %s', (url, shown) => {
    expect(maskProxyUrl(url)).toBe(shown);
    expect(hasProxyCredentials(url)).toBe(true);
    expect([isMaskedProxyUrl(url), isMaskedProxyUrl(shown)]).toEqual([false, true]);
  });

  it.each(['', 'http://proxy.example:3128', 'http://@proxy.example', 'http://proxy.example/@path'])(
    '%p holds no secret and is shown as it is',
    (url) => {
      expect(maskProxyUrl(url)).toBe(url);
      expect([hasProxyCredentials(url), isMaskedProxyUrl(url)]).toEqual([false, false]);
    },
  );
});
