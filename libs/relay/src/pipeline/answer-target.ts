import { randomBytes } from 'node:crypto';
import type { AnswerTarget } from '../adapters/codec';
import type { RelayCall } from './relay-call';

const ID_BYTES = 12;

/** What the caller's answer is written for. */
export function answerTarget({ request, keptAnswer }: RelayCall, nowSeconds: number): AnswerTarget {
  const { model, wantsUsage, state } = request!;
  return {
    model,
    wantsStreamUsage: wantsUsage,
    ...(state !== undefined && {
      echo: { previous_response_id: state.previousId ?? null, store: keptAnswer !== undefined },
    }),
    createId: (prefix) => prefix + randomBytes(ID_BYTES).toString('hex'),
    nowSeconds,
  };
}
