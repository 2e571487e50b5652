import { declinedBy, type Declined } from '../declined';
import { decodeFinishReason } from './codec/map-finish-reason';

const FINISH = /finish_reason"\s*:\s*"([^"\\]*)"/g;

/** Whether a filter or a refusal ended an answer, from its bytes. Asked only where they say nothing else. */
export function findDeclined(bytes: Buffer): Declined | undefined {
  const reasons = bytes.toString('latin1').matchAll(FINISH);
  return declinedBy(Array.from(reasons, ([, reason]) => decodeFinishReason(reason, false).unified));
}
