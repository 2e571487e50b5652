import { maskHeaders, mergeMaskedHeaders } from './credential-headers';

describe('extra headers', () => {
  it('hide the values of those that look like credentials, by name or by value', () => {
    const headers = {
      authorization: 'abc',
      'x-api-key': 'abc',
      'x-goog-api-key': 'abc',
      'cf-access-client-secret': 'abc',
      cookie: 'a=b',
      'x-amz-security-token': 'abc',
      'x-forwarded': 'Bearer abc',
      'x-basic': 'basic abc',
      'x-other': 'sk-abc',
      'x-team': 'blue',
      'user-agent': 'gateway/1',
      'anthropic-version': '2023-06-01',
    };
    const shown = maskHeaders(headers);
    const hidden = Object.entries(shown).filter(([, value]) => value === '***');
    expect(hidden.map(([name]) => name)).toEqual(Object.keys(headers).slice(0, 9));
    expect(shown).toMatchObject({ 'x-team': 'blue', 'user-agent': 'gateway/1', 'anthropic-version': '2023-06-01' });
  });

  it('keep what stands behind a mask that comes back, and take the rest as sent', () => {
    const stored = { 'x-api-key': 'secret', 'x-team': 'blue', 'x-gone': 'x' };
    expect(mergeMaskedHeaders(stored, { 'x-api-key': '***', 'x-team': 'red', 'x-new': 'n' })).toEqual({
      'x-api-key': 'secret',
      'x-team': 'red',
      'x-new': 'n',
    });
  });

  it.each([
    ['nothing is stored under the name', {}],
    ['what is stored cannot be read', undefined],
  ])('refuse a mask when %s', (_, stored) => {
    expect(() => mergeMaskedHeaders(stored, { 'x-api-key': '***' })).toThrow(
      expect.objectContaining({ code: 'channel.field_invalid', param: 'headers' }),
    );
  });
});
