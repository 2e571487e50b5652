import type { TokenUsage } from '@app/billing';
import type { AnswerTally } from '../adapters/answer-reader';
import { inputTotal, NO_USAGE, outputTotal } from '../model/usage';

/** What an upstream did not tell of a call, though there was some. */
export interface MissingUsage {
  /** As far as it was told. */
  told: TokenUsage;
  prompt: boolean;
  /** Undefined = the answer's figures came. */
  answer: AnswerTally | undefined;
}

/** Four bytes of request per token: for charging, unlike the reservation's upper bound. */
const BYTES_PER_TOKEN = 4;

/**
 * Undefined = all was told. `tally` is asked only where figures leave a doubt. `isWhole`: figures that came are the last ones;
 * those of an answer that broke off may be behind what was delivered since.
 */
export function findMissing(
  usage: TokenUsage | undefined,
  tally: () => AnswerTally,
  isWhole: boolean,
): MissingUsage | undefined {
  if (usage === undefined) return { told: NO_USAGE, prompt: true, answer: tally() };
  const prompt = inputTotal(usage) === 0;
  const output = outputTotal(usage);
  let answer: AnswerTally | undefined;
  if (!isWhole || output === 0) {
    const seen = tally();
    if (output < seen.tokens) answer = seen;
  }
  return prompt || answer !== undefined ? { told: usage, prompt, answer } : undefined;
}

/** What was told, and what was counted for the rest. */
export function fillUsage(
  { told, prompt, answer }: MissingUsage,
  counted: { prompt: number; answer: number },
): TokenUsage {
  const usage = { ...told, isEstimated: true };
  if (prompt) usage.input = counted.prompt;
  // Thinking is told or not; what was told of it is in the count already.
  if (answer !== undefined) usage.output = Math.max(told.output, counted.answer - (outputTotal(told) - told.output));
  return usage;
}

/** The rule of last resort. */
export function promptByBytes(bodyBytes: number, embeddedBytes: number): number {
  return Math.ceil((bodyBytes - embeddedBytes) / BYTES_PER_TOKEN);
}
