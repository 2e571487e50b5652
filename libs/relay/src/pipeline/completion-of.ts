import type { AnswerReader, AnswerTally, WholeAnswer } from '../adapters/answer-reader';
import { answersNoText } from '../adapters/decode-call';
import { outputTotal } from '../model/usage';
import type { RelayCall } from './relay-call';
import type { CallEvent } from './settlement-table';

export type Completion = Extract<CallEvent, 'completed' | 'filtered' | 'refusal' | 'empty'>;

/** What a complete answer amounts to. Figures that count an answer settle it; only without them is it looked at. */
export function completionOf(call: RelayCall, answer: WholeAnswer | AnswerReader): Completion {
  const { usage } = answer;
  if (usage !== undefined && outputTotal(usage) > 0) return 'completed';
  if (answersNoText(call.request!.endpoint) || !tallyOf(answer).isEmpty) return 'completed';
  return declinedOf(answer) ?? 'empty';
}

function tallyOf(answer: WholeAnswer | AnswerReader): AnswerTally {
  return 'tally' in answer ? answer.tally() : answer.answer;
}

function declinedOf(answer: WholeAnswer | AnswerReader): Exclude<Completion, 'completed' | 'empty'> | undefined {
  return 'tally' in answer ? answer.declined?.() : answer.declined;
}
