import { randomBytes } from 'node:crypto';
import type { AnswerTarget } from '../adapters/codec';
import type { CallRequest } from '../adapters/decode-call';

const ID_BYTES = 12;

/** What the caller's answer is written for. */
export function answerTarget({ model, wantsUsage }: CallRequest, nowSeconds: number): AnswerTarget {
  return {
    model,
    wantsStreamUsage: wantsUsage,
    createId: (prefix) => prefix + randomBytes(ID_BYTES).toString('hex'),
    nowSeconds,
  };
}
