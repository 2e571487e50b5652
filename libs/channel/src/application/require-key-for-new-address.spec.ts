import type { ChannelColumns } from '../persistence/channel.repository';
import { requireKeyForNewAddress } from './require-key-for-new-address';

const stored = {
  type: 1,
  baseUrl: 'https://a.example/x',
  proxyUrlSealed: '',
  keyHint: 'sk-a…',
  gcpAccount: '',
  config: '',
} as ChannelColumns;

describe('moving a channel that has a key', () => {
  it.each([
    ['to another host', { baseUrl: 'https://evil.example' }],
    ['to another port', { baseUrl: 'https://a.example:8443/x' }],
    ['to plain http', { baseUrl: 'http://a.example/x' }],
    ['to the default address of another type', { type: 38, baseUrl: '' }],
    ['behind a proxy', { proxyUrlSealed: 'http://evil.example:3128' }],
  ])('needs the key again: %s', (_, changes) => {
    expect(() => requireKeyForNewAddress(stored, changes, false)).toThrow(/needs the key again/);
    expect(() => requireKeyForNewAddress(stored, { ...changes, keySealed: 'new' }, false)).not.toThrow();
    expect(() => requireKeyForNewAddress({ ...stored, keyHint: '' }, changes, false)).not.toThrow();
  });

  it('needs the credentials among the headers again, also with a new key or none', () => {
    const changes = { baseUrl: 'https://evil.example', keySealed: 'new' };
    for (const before of [stored, { ...stored, keyHint: '' }]) {
      expect(() => requireKeyForNewAddress(before, changes, true)).toThrow(
        expect.objectContaining({ code: 'channel.key_required', param: 'headers' }),
      );
    }
  });

  it('does not for another path of the same host', () => {
    expect(() => requireKeyForNewAddress(stored, { baseUrl: 'https://a.example/y', name: 'n' }, true)).not.toThrow();
  });
});
