import { toHtml } from './to-html';

describe('plain text as HTML', () => {
  it('takes nothing for markup', () => {
    expect(toHtml(`<img src=x onerror="a('b')"> & co`)).toBe(
      '<p>&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; co</p>',
    );
  });

  it('keeps line breaks and makes links of links, without the punctuation behind them', () => {
    expect(toHtml('See https://example.com/a?b=1&c=2.\nBye')).toBe(
      '<p>See <a href="https://example.com/a?b=1&amp;c=2">https://example.com/a?b=1&amp;c=2</a>.<br>\nBye</p>',
    );
  });

  it('makes no link of anything else', () => {
    expect(toHtml('javascript:alert(1)')).toBe('<p>javascript:alert(1)</p>');
  });
});
