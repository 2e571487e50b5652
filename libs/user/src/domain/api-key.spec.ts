import { isApiKey } from '@app/kernel';
import { apiKeyHint, generateApiKey, showApiKey } from './api-key';
import { sha256Hex } from './sha256-hex';

describe('API keys', () => {
  it('have 48 letters and digits and do not repeat', () => {
    const keys = Array.from({ length: 200 }, generateApiKey);
    expect(keys.every(isApiKey)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('use the whole alphabet', () => {
    const characters = new Set(Array.from({ length: 200 }, generateApiKey).join(''));
    expect(characters.size).toBe(62);
  });

  it('are shown with their prefix and hinted at with eight characters', () => {
    const key = `abcd${'0'.repeat(40)}wxyz`;
    expect(showApiKey(key)).toBe(`sk-${key}`);
    expect(apiKeyHint(key)).toBe('sk-abcd…wxyz');
  });

  it.each(['', 'a'.repeat(47), 'a'.repeat(49), `${'a'.repeat(47)}-`])('are not mistaken: %s', (text) => {
    expect(isApiKey(text)).toBe(false);
  });

  it('are hashed with SHA-256', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
