import type { Citation } from '../../model/content';
import type { Origin } from '../../model/dialect';
import type { StreamEvent } from '../../model/stream-event';
import { restOf } from '../carry-rest';
import { ANSWER } from './candidate-reader';
import { readNotes } from './carry-notes';
import { DIALECT, type Fields, type WireCandidate } from './gemini-generate.wire';
import { encodeCitations } from './map-citations';
import { encodeFinishReason } from './map-finish-reason';

/** The last word of a candidate, and what its answer said besides. A blocked prompt has no candidate. */
export function encodeFinish(
  event: StreamEvent & { type: 'finish' },
  noted: { text: string; citations: Citation[] } | undefined,
  dialect: Origin,
): { candidate?: WireCandidate; beside: Fields } {
  const fields: Fields = {};
  const beside: Fields = {};
  const kept = restOf(event, DIALECT) ?? {};
  for (const name of Object.keys(kept)) {
    if (name.startsWith(`${ANSWER}.`)) beside[name.slice(ANSWER.length + 1)] = kept[name];
    else fields[name] = kept[name];
  }
  if (readNotes(event).isPromptBlocked === true) return { beside };
  const candidate: WireCandidate = {
    content: { parts: [{ text: '' }], role: 'model' },
    finishReason: encodeFinishReason(event.finish, dialect),
    index: event.choice,
    ...fields,
  };
  const grounding = dialect === DIALECT || noted === undefined ? undefined : encodeCitations([noted]);
  if (grounding !== undefined) candidate['groundingMetadata'] = grounding;
  return { candidate, beside };
}
