import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const RANDOM_CHARACTERS = 14;

/** 28 letters and digits, in order of time and not to be guessed; providers take at most 32. */
export function createTradeNumber(nowMs: number): string {
  let random = '';
  for (let i = 0; i < RANDOM_CHARACTERS; i++) random += ALPHABET[randomInt(ALPHABET.length)];
  return `A${nowMs}${random}`;
}
