import type { FinishReason } from '../../model/finish-reason';
import { asObject, asString } from '../read-json';
import type { WireObject } from './openai-responses.wire';

/** What an answer holds decides how it ended, as its status only tells whether it is whole. */
export interface AnswerKinds {
  hasToolCall: boolean;
  hasRefusal: boolean;
}

export function decodeFinishReason(response: WireObject, kinds: AnswerKinds): FinishReason {
  const status = asString(response['status']) ?? 'completed';
  if (status === 'incomplete') {
    const reason = asString(asObject(response['incomplete_details'])?.['reason']);
    if (reason === 'max_output_tokens') return { unified: 'length', raw: reason };
    if (reason === 'content_filter') return { unified: 'content-filter', raw: reason };
    return { unified: 'other', raw: reason ?? status };
  }
  if (status !== 'completed') return { unified: 'other', raw: status };
  if (kinds.hasToolCall) return { unified: 'tool-calls', raw: status };
  return { unified: kinds.hasRefusal ? 'refusal' : 'stop', raw: status };
}

const STATUSES: ReadonlySet<string | undefined> = new Set(['cancelled', 'queued', 'in_progress', 'incomplete']);

/** Status and the object that explains it. `isOwn`: the raw reason is of this dialect. */
export function encodeFinishReason(finish: FinishReason, isOwn: boolean): WireObject {
  switch (finish.unified) {
    case 'length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    case 'content-filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    case 'error':
      return { status: 'failed', incomplete_details: null };
    case 'other':
      if (!isOwn || finish.raw === undefined || finish.raw === 'completed') break;
      return STATUSES.has(finish.raw)
        ? { status: finish.raw, incomplete_details: null }
        : { status: 'incomplete', incomplete_details: { reason: finish.raw } };
    default:
  }
  return { status: 'completed', incomplete_details: null };
}
