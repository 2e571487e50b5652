import type { FinishReason } from '../model/finish-reason';

/** Why an answer may say nothing without being at fault. */
export type Declined = 'filtered' | 'refusal';

/** What the ends of an answer's choices say of that; undefined = nothing. */
export function declinedBy(finishes: Iterable<FinishReason['unified']>): Declined | undefined {
  for (const finish of finishes) {
    if (finish === 'content-filter') return 'filtered';
    if (finish === 'refusal') return 'refusal';
  }
  return undefined;
}
