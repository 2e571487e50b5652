import { AppError } from '@app/kernel';
import { AesSecretBox, EgressGuard } from '@app/platform';
import { ChannelAddresses } from './channel-addresses';
import type { ChannelInput } from './channel-input';
import { ChannelInputReader } from './channel-input-reader';

const secrets = new AesSecretBox(Buffer.alloc(32));
const reader = new ChannelInputReader(secrets, new ChannelAddresses(new EgressGuard(['10.0.0.5'])));
const read = (input: ChannelInput) => reader.readNew({ name: 'one', ...input });

function refusal(input: ChannelInput): string {
  try {
    read(input);
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).status).toBe(422);
    return `${(error as AppError).code} ${(error as AppError).param}`;
  }
}

describe('ChannelInputReader', () => {
  it('fills in what a new channel leaves out', () => {
    expect(read({})).toMatchObject({ type: 1, status: 1, groups: 'default', isTools: true, autoBan: 1, priority: 0 });
  });

  it('takes null for absent', () => {
    expect(read({ weight: null, group: null, headers: null, base_url: null })).toMatchObject({
      weight: 0,
      groups: 'default',
    });
  });

  it('stores lists and addresses in one form', () => {
    expect(read({ models: ' a, b,a', group: ' vip ,vip', base_url: ' https://a.example.com/v1/ ' })).toMatchObject({
      models: 'a,b',
      groups: 'vip',
      baseUrl: 'https://a.example.com/v1',
    });
  });

  it('puts a channel whose groups were cleared into the default group', () => {
    expect(read({ group: '' }).groups).toBe('default');
  });

  it.each<[ChannelInput, string]>([
    [{ name: '  ' }, 'channel.field_invalid name'],
    [{ type: 99 }, 'channel.field_invalid type'],
    [{ type: 3 }, 'channel.field_invalid base_url'],
    [{ base_url: 'ftp://a.example.com' }, 'channel.field_invalid base_url'],
    [{ base_url: 'https://user:pass@a.example.com' }, 'channel.field_invalid base_url'],
    [{ base_url: 'http://127.0.0.1:8080' }, 'egress.target_refused base_url'],
    [{ type: 33 }, 'egress.target_refused base_url'],
    [{ proxy_url: 'ftp://a.example.com' }, 'channel.field_invalid proxy_url'],
    [{ proxy_url: 'socks5://0x7f.1:1080' }, 'egress.target_refused proxy_url'],
    [{ proxy_url: 'http://169.254.169.254' }, 'egress.target_refused proxy_url'],
    [{ models: 'x'.repeat(192) }, 'channel.field_invalid models'],
    [{ group: 'x'.repeat(65) }, 'channel.field_invalid group'],
    [{ model_mapping: '{"a":1}' }, 'channel.field_invalid model_mapping'],
    [{ headers: { host: 'x' } }, 'channel.field_invalid headers'],
    [{ status_code_mapping: '{"a":"b"}' }, 'channel.field_invalid status_code_mapping'],
    [{ config: '[]' }, 'channel.field_invalid config'],
    [
      { models: Array.from({ length: 9000 }, (_, index) => `model-${index}`).join(',') },
      'channel.field_invalid models',
    ],
  ])('refuses %p', (input, expected) => {
    expect(refusal(input)).toBe(expected);
  });

  it('accepts allowed private addresses and each kind of proxy', () => {
    expect(refusal({ base_url: 'http://10.0.0.5:11434', proxy_url: 'socks5://10.0.0.5:1080' })).toBe('accepted');
    expect(refusal({ proxy_url: 'http://user:pass@proxy.example.com:3128' })).toBe('accepted');
  });

  it('keeps a proxy that comes back as it was shown, and reads what is new', () => {
    const stored = read({ proxy_url: 'http://me:secret@proxy.example.com:3128' });
    expect(secrets.open(stored.proxyUrlSealed)).toBe('http://me:secret@proxy.example.com:3128');
    for (const proxy_url of ['http://me:***@proxy.example.com:3128', 'http://me:secret@proxy.example.com:3128/']) {
      expect(reader.readChanges({ proxy_url }, stored)).toEqual({});
    }
    const moved = reader.readChanges({ proxy_url: 'http://me:secret@other.example.com' }, stored);
    expect(secrets.open(moved.proxyUrlSealed ?? '')).toBe('http://me:secret@other.example.com');
    expect(reader.readChanges({ proxy_url: '' }, stored)).toEqual({ proxyUrlSealed: '' });
  });

  it.each(['http://me:***@evil.example.com:3128', 'http://you:***@proxy.example.com:3128', 'http://***@x.example.com'])(
    'sends the stored password of a proxy nowhere else: %s',
    (proxy_url) => {
      const stored = read({ proxy_url: 'http://me:secret@proxy.example.com:3128' });
      expect(() => reader.readChanges({ proxy_url }, stored)).toThrow(
        expect.objectContaining({ code: 'channel.field_invalid', param: 'proxy_url' }),
      );
    },
  );

  it('keeps headers behind a mask and reports only real changes of the others', () => {
    const stored = read({ headers: { 'X-Api-Key': 'secret', 'x-team': 'a' } });
    expect(reader.readChanges({ headers: '{"x-api-key":"***","x-team":"a"}' }, stored)).toEqual({});
    const changed = reader.readChanges({ headers: { 'x-api-key': '***', 'x-team': 'b' } }, stored);
    expect(secrets.open(changed.headersSealed ?? '')).toBe('{"x-api-key":"secret","x-team":"b"}');
    expect(reader.readChanges({ headers: '' }, stored)).toEqual({ headersSealed: '' });
  });

  it('lets a channel whose secrets cannot be opened be changed, with or without new ones', () => {
    const foreign = new AesSecretBox(Buffer.alloc(32, 1));
    const unreadable = { ...read({}), proxyUrlSealed: foreign.seal('http://a:b@c'), headersSealed: foreign.seal('{}') };
    expect(reader.readChanges({ proxy_url: '***', headers: '***', status: 2 }, unreadable)).toEqual({ status: 2 });
    const mended = reader.readChanges({ proxy_url: '', headers: { 'x-a': 'b' } }, unreadable);
    expect(mended.proxyUrlSealed).toBe('');
    expect(secrets.open(mended.headersSealed ?? '')).toBe('{"x-a":"b"}');
  });

  it('notices which credentials among the headers nobody has shown to know', () => {
    const stored = read({ headers: { authorization: 'Bearer x', 'x-team': 'a' } });
    const keeps = (headers?: unknown) => reader.keepsHeaderSecrets({ headers }, stored);
    expect([keeps(), keeps(null), keeps('{"authorization":"***"}')]).toEqual([true, true, true]);
    expect([keeps(''), keeps('{"authorization":"Bearer y"}'), keeps({ 'x-team': 'b' })]).toEqual([false, false, false]);
  });

  it('reports only what differs from what is stored', () => {
    const stored = { ...read({ models: 'a', config: '{"sk":"s","region":"r"}' }), ...reader.keyColumns('key') };
    expect(
      reader.readChanges({ name: 'one', models: 'a', weight: 0, config: '{"region":"r"}', key: '' }, stored),
    ).toEqual({});
    expect(reader.readChanges({ models: '' }, stored)).toEqual({ models: '' });
  });
});
