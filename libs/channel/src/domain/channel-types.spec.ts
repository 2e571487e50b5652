import { CHANNEL_TYPES, effectiveBaseUrl, needsBaseUrl } from './channel-types';

describe('channel types', () => {
  it('number from 0 to 43 without gaps', () => {
    expect([...CHANNEL_TYPES.keys()]).toEqual(Array.from({ length: 44 }, (_, id) => id));
  });

  it('give addresses without trailing slash', () => {
    for (const { defaultBaseUrl } of CHANNEL_TYPES.values()) expect(defaultBaseUrl).not.toMatch(/\/$/);
  });

  it('lend a channel their address when it has none of its own', () => {
    expect(effectiveBaseUrl(38, '')).toBe('https://api.deepseek.com');
    expect(effectiveBaseUrl(38, 'https://own.example.com')).toBe('https://own.example.com');
  });

  it('never both lack an address and lend one', () => {
    for (const { id, defaultBaseUrl } of CHANNEL_TYPES.values()) if (needsBaseUrl(id)) expect(defaultBaseUrl).toBe('');
  });
});
