import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../domain/sha256-hex';

/** 32 characters, as codes of this family have: 128 random bits in hex. */
export function createRedemptionKey(): string {
  return randomBytes(16).toString('hex');
}

/** What codes are found by. Blanks around a code come with copying it. */
export function hashRedemptionKey(key: string): string {
  return sha256Hex(key.trim());
}
