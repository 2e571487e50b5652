import { Injectable, Logger } from '@nestjs/common';
import { decodeCall } from '../adapters/decode-call';
import { KeptAnswer } from '../pipeline/kept-plan';
import type { RelayCall } from '../pipeline/relay-call';
import { Continuation, type WrittenCall } from './continuation';
import { inputAsList } from './join-items';
import type { KeptResponse } from './kept-response';
import { readFacts } from './read-facts';
import { previousNotFound, previousTooLarge } from './response-errors';
import { ResponseStore } from './response-store';

/** Of answers, for the estimate of what a conversation has come to. */
const BYTES_PER_TOKEN = 3;

/** Before a call of the Responses API starts: what it follows is fetched, and its answer is marked for keeping. */
@Injectable()
export class ResumeCall {
  private readonly logger = new Logger('Responses');

  constructor(private readonly store: ResponseStore) {}

  /** Undefined = the call may start at once. Rejects with an AppError 404 when there is nothing to follow. */
  prepare(call: RelayCall): Promise<void> | undefined {
    const { state } = call.request!;
    if (state === undefined) return undefined;
    if (state.isKept && this.store.isOn) this.markForKeeping(call);
    return state.previousId === undefined ? undefined : this.follow(call, state.previousId);
  }

  /** The body of a request with the whole conversation in place of the id, for whoever only looks at it. Rejects as above. */
  async expand(userId: number, body: Buffer, id: string): Promise<Buffer> {
    const { expanded } = await this.continuationOf(userId, { body, request: decodeCall('responses', body) }, id);
    if (expanded === undefined) throw previousTooLarge(id);
    return expanded.body;
  }

  private async continuationOf(userId: number, written: WrittenCall, id: string): Promise<Continuation> {
    const previous = await this.store.find(userId, id);
    if (previous === undefined) throw previousNotFound(id);
    return new Continuation(written, previous);
  }

  private async follow(call: RelayCall, id: string): Promise<void> {
    const written = { body: call.body, request: call.request! };
    const continuation = await this.continuationOf(call.caller!.userId, written, id);
    const { expanded, promptTokens } = continuation;
    if (expanded !== undefined) {
      call.body = expanded.body;
      call.request = expanded.request;
    } else if (continuation.ownerChannelId === undefined) throw previousTooLarge(id);
    else call.request = { ...call.request!, promptTokens };
    call.continuation = continuation;
  }

  private markForKeeping(call: RelayCall): void {
    const answer = new KeptAnswer();
    call.keptAnswer = answer;
    call.onAnswered = () => {
      try {
        const kept = toKeep(call, answer);
        if (kept !== undefined) this.store.keep(kept);
      } catch (error) {
        // The call itself is over, and well.
        this.logger.warn(`The answer of call ${call.requestId} cannot be stored: ${(error as Error).message}`);
      }
    };
  }
}

/** Undefined = it cannot be continued. */
function toKeep(call: RelayCall, { response, channelId }: KeptAnswer): KeptResponse | undefined {
  if (response === undefined) return undefined;
  const { id, status, isStored } = readFacts(response);
  if (status === 'failed' || status === 'cancelled') return undefined;
  const { layout, promptTokens } = call.request!;
  const place = layout.values.get('input');
  const isHere = call.continuation === undefined || call.continuation.expanded !== undefined;
  const kept: KeptResponse = {
    userId: call.caller!.userId,
    id,
    // An upstream that says that it keeps nothing cannot be asked for it.
    channelId: isStored === false ? 0 : channelId,
    promptTokens: promptTokens + Math.ceil(response.length / BYTES_PER_TOKEN),
    content:
      isHere && place !== undefined
        ? { input: inputAsList(call.body.subarray(place.start, place.end)), response }
        : undefined,
  };
  return kept.channelId === 0 && kept.content === undefined ? undefined : kept;
}
