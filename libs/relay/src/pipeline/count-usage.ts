import { Injectable } from '@nestjs/common';
import type { TokenUsage } from '@app/billing';
import { TokenCounter } from '@app/platform';
import type { AnswerTally } from '../adapters/answer-reader';
import { fillUsage, promptByBytes, type MissingUsage } from './missing-usage';
import { promptTexts } from './prompt-texts';
import type { RelayCall } from './relay-call';

/**
 * Counts what an upstream did not tell with the vocabulary of its model, off the main thread. The counter answers within its
 * time whatever happens, by the bytes if it must.
 */
@Injectable()
export class CountUsage {
  constructor(private readonly counter: TokenCounter) {}

  async fill(call: RelayCall, missing: MissingUsage): Promise<TokenUsage> {
    const [prompt, answer] = await Promise.all([
      missing.prompt ? this.countPrompt(call) : 0,
      missing.answer === undefined ? 0 : this.countAnswer(call, missing.answer),
    ]);
    return fillUsage(missing, { prompt, answer });
  }

  private async countPrompt(call: RelayCall): Promise<number> {
    const prompt = promptTexts(call);
    if (prompt === undefined) return promptByBytes(call.body.length, call.request!.layout.embeddedBytes);
    const { tokens } = await this.counter.count(prompt.texts, call.upstreamModel);
    return tokens + prompt.beside;
  }

  private async countAnswer(call: RelayCall, { sample, tokens: byBytes }: AnswerTally): Promise<number> {
    if (sample === undefined) return byBytes;
    const { tokens } = await this.counter.count([sample.text], call.upstreamModel);
    return Math.ceil(tokens / sample.share);
  }
}
