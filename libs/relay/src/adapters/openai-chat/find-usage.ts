import type { TokenUsage } from '@app/billing';
import { billedUsage, isTelling } from '../billed-usage';
import { mapUsage } from './codec/map-usage';

const USAGE_KEY = Buffer.from('"usage"');
/** A usage object is a few hundred bytes. */
const LONGEST_USAGE = 8 * 1024;

/**
 * The last usage object in the bytes, or undefined. A quote inside a JSON string is always escaped, so `"usage"` can only be
 * a key.
 */
export function findUsage(bytes: Buffer): TokenUsage | undefined {
  for (let at = bytes.lastIndexOf(USAGE_KEY); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(USAGE_KEY, at - 1)) {
    const usage = readUsage(bytes, at + USAGE_KEY.length);
    if (usage !== undefined) return usage;
  }
  return undefined;
}

function readUsage(bytes: Buffer, from: number): TokenUsage | undefined {
  let position = from;
  while (bytes[position] === 0x20 || bytes[position] === 0x3a || bytes[position] === 0x0a) position++;
  if (bytes[position] !== 0x7b) return undefined;
  const start = position;
  let depth = 0;
  for (; position < bytes.length && position - start < LONGEST_USAGE; position++) {
    if (bytes[position] === 0x7b) depth++;
    else if (bytes[position] === 0x7d && --depth === 0) break;
  }
  if (depth !== 0) return undefined;
  try {
    const usage = mapUsage(JSON.parse(bytes.toString('latin1', start, position + 1)));
    return isTelling(usage) ? billedUsage(usage) : undefined;
  } catch {
    return undefined;
  }
}
