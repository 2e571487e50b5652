import type { Loss } from '../model/loss';

const LONGEST_HEADER = 1_000;
const LONGEST_TEXT = 2_000;
/** What a header may hold; names of fields may be anything. */
const UNSAFE = /[^\x21-\x7e]/g;

/** Names of the lost fields for `X-Chat-Api-Conversion-Loss`, with commas; undefined = nothing was lost. */
export function lossHeader(losses: readonly Loss[]): string | undefined {
  if (losses.length === 0) return undefined;
  const fields = [...new Set(losses.map(({ field }) => field.replace(UNSAFE, '?')))];
  let header = '';
  for (const field of fields) {
    const next = header === '' ? field : `${header}, ${field}`;
    if (next.length > LONGEST_HEADER) return header === '' ? '...' : `${header}, ...`;
    header = next;
  }
  return header;
}

/** The same with the reasons, for the log row. */
export function lossText(losses: readonly Loss[]): string {
  return losses
    .map(({ field, reason }) => `${field}: ${reason}`)
    .join('; ')
    .slice(0, LONGEST_TEXT);
}
