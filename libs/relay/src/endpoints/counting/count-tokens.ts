import { Injectable } from '@nestjs/common';
import { TokenCounter } from '@app/platform';
import type { Caller } from '@app/user';
import { DIALECT_OF, type CallHints, type Endpoint } from '../../adapters/decode-call';
import { decodeTextRequest } from '../../adapters/decode-text-request';
import { invalidRequest } from '../../adapters/invalid-request';
import { nativeDialect } from '../../adapters/native-dialect';
import { AdmitRequest } from '../../pipeline/admit-request';
import { ResumeCall } from '../../responses/resume-call';
import { measurePrompt } from './measure-prompt';
import { tokensBeside } from './prompt-overhead';
import { writeCount } from './write-count';

/** Gemini's clients may send the whole request that they are going to make in here. */
const GEMINI_WRAPPER = 'generateContentRequest';

/**
 * Says how many tokens a prompt takes without asking an upstream: for nothing, and for models of every vendor. An estimate,
 * which the answer's header says. How much is counted at a time is TokenCounter's business; beyond it, bytes are.
 */
@Injectable()
export class CountTokens {
  constructor(
    private readonly counter: TokenCounter,
    private readonly admission: AdmitRequest,
    private readonly resuming: ResumeCall,
  ) {}

  /** Rejects with an AppError for a body that is no request of the dialect, and for models the caller may not use. */
  async count(caller: Caller, endpoint: Endpoint, body: Buffer, hints: CallHints): Promise<object> {
    const dialect = DIALECT_OF[endpoint];
    const wrapper = endpoint === 'generate' ? GEMINI_WRAPPER : undefined;
    const { codec } = nativeDialect(dialect);
    let request = decodeTextRequest(codec, body, hints, wrapper);
    const refusal = this.admission.refusalOf(caller, request.model, endpoint);
    if (refusal !== undefined) throw refusal;
    if (endpoint === 'responses' && request.previousResponseId !== undefined) {
      const whole = await this.resuming.expand(caller.userId, body, request.previousResponseId);
      request = decodeTextRequest(codec, whole, hints);
    }
    if (endpoint === 'generate' && request.messages.length === 0) {
      throw invalidRequest('contents', '不能为空', 'must not be empty');
    }
    const measure = measurePrompt(request);
    const { tokens } = await this.counter.count(measure.texts, request.model);
    const { framing, images, files } = tokensBeside(measure, request.model);
    return writeCount(dialect, { text: tokens + framing, images, files });
  }
}
