import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const API_KEY_LENGTH = 48;

/** A new key without its prefix, as isApiKey wants it. */
export function generateApiKey(): string {
  let key = '';
  for (let index = 0; index < API_KEY_LENGTH; index++) key += ALPHABET[randomInt(ALPHABET.length)];
  return key;
}

/** The form people see and send. */
export function showApiKey(key: string): string {
  return `sk-${key}`;
}

/** Enough to tell one's keys apart, too little to use: `sk-abcd…wxyz`. */
export function apiKeyHint(key: string): string {
  return `sk-${key.slice(0, 4)}…${key.slice(-4)}`;
}
