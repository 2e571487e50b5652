import type { OnApplicationShutdown } from '@nestjs/common';
import type { CountedTexts } from './count-texts';
import { estimateTokens } from './estimate-tokens';
import { selectVocabulary, type VocabularyChoice } from './select-vocabulary';
import type { TokenCount } from './token-count';
import { startTokenThread, TokenThreadClient } from './token-thread-client';

export interface TokenCounterLimits {
  /** How long a caller waits at most, in the queue and for the thread together. */
  waitMs: number;
  /** How much longer the thread may stay silent until it is replaced. */
  graceMs: number;
  /** How many may wait. */
  requests: number;
  /** UTF-16 units of all texts that wait; a single request with more is not counted either. */
  length: number;
}

export const TOKEN_COUNTER_LIMITS: TokenCounterLimits = {
  waitMs: 2_000,
  graceMs: 3_000,
  requests: 200,
  length: 8_000_000,
};

interface Waiting {
  texts: readonly string[];
  length: number;
  choice: VocabularyChoice;
  untilMs: number;
  finish: (counted: CountedTexts | undefined) => void;
}

/**
 * Counts the tokens of texts in a thread of its own, which starts with the first request. Whoever would have to wait too long,
 * finds the queue full or the thread gone gets an estimate by bytes instead: there is always an answer.
 */
export class TokenCounter implements OnApplicationShutdown {
  private readonly thread: TokenThreadClient;
  private readonly waiting: Waiting[] = [];
  private waitingLength = 0;
  private isStopped = false;

  constructor(
    private readonly limits = TOKEN_COUNTER_LIMITS,
    startThread = startTokenThread,
  ) {
    this.thread = new TokenThreadClient(startThread, limits.graceMs);
  }

  /** Tokens of the texts themselves, added up, for the model of that name. Never rejects. */
  async count(texts: readonly string[], model: string): Promise<TokenCount> {
    const choice = selectVocabulary(model);
    const counted = await this.enqueue(texts, choice);
    if (counted === undefined) return { tokens: estimateTokens(texts), isEstimated: true, method: 'approximate' };
    return {
      tokens: Math.ceil(counted.tokens * choice.factor),
      isEstimated: true,
      method: choice.isOwn && !counted.isCut ? 'exact' : 'approximate',
    };
  }

  /** Late, so that calls which end during the shutdown are counted as well. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.giveUp();
    await this.thread.stop();
  }

  private enqueue(texts: readonly string[], choice: VocabularyChoice): Promise<CountedTexts | undefined> {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length === 0) return Promise.resolve({ tokens: 0, isCut: false });
    const isFull = this.waiting.length >= this.limits.requests || this.waitingLength + length > this.limits.length;
    if (isFull || this.isStopped || !this.thread.isUsable) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.drop(request);
        resolve(undefined);
      }, this.limits.waitMs);
      const finish = (counted: CountedTexts | undefined) => {
        clearTimeout(timer);
        resolve(counted);
      };
      const request = { texts, length, choice, untilMs: performance.now() + this.limits.waitMs, finish };
      this.waiting.push(request);
      this.waitingLength += length;
      this.next();
    });
  }

  private next(): void {
    if (this.thread.isBusy) return;
    if (!this.thread.isUsable) this.giveUp();
    const request = this.waiting.shift();
    if (request === undefined) return;
    this.waitingLength -= request.length;
    const { texts, choice, untilMs, finish } = request;
    void this.thread.count(texts, choice.vocabulary, untilMs - performance.now()).then((counted) => {
      finish(counted);
      this.next();
    });
  }

  /** Whoever waits gets an estimate now. */
  private giveUp(): void {
    this.waitingLength = 0;
    for (const request of this.waiting.splice(0)) request.finish(undefined);
  }

  private drop(request: Waiting): void {
    const index = this.waiting.indexOf(request);
    if (index < 0) return;
    this.waiting.splice(index, 1);
    this.waitingLength -= request.length;
  }
}
