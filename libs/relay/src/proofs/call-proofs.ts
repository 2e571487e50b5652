import { Injectable } from '@nestjs/common';
import type { AppError } from '@app/kernel';
import { refuseTooDeep } from '../adapters/decode-text-request';
import { decodeCall } from '../adapters/decode-call';
import { asString } from '../adapters/read-json';
import { replaceValues } from '../adapters/replace-values';
import type { Loss } from '../model/loss';
import type { RelayCall } from '../pipeline/relay-call';
import type { WrittenCall } from '../responses/continuation';
import { withoutOwnersMarks } from '../responses/without-owners-marks';
import { findProofs } from './find-proofs';
import { ProofIssuers } from './proof-issuers';

/** What upstreams say of proofs that they cannot read. */
const UNREADABLE = /encrypted[_ ]content/i;
const NONE: readonly string[] = [];
const NOTHING_LOST: readonly Loss[] = [];
const REASONING_LOST: readonly Loss[] = [{ field: 'input', reason: 'the encrypted reasoning is another account’s' }];

/** Encrypted reasoning that calls bring back: it goes to the account that made it, and to no other. */
@Injectable()
export class CallProofs {
  constructor(private readonly issuers: ProofIssuers) {}

  /** Channel that made the newest of a call's proofs; undefined = it brings none, or nobody knows. */
  issuerOf(call: RelayCall): number | undefined {
    const proofs = this.proofsOf(call);
    for (let i = proofs.length - 1; i >= 0; i--) {
      const issuer = this.issuers.issuerOf(proofs[i]!);
      if (issuer !== undefined) return issuer;
    }
    return undefined;
  }

  mayRead(call: RelayCall, proof: string, channelId: number): boolean {
    return !call.proofRefusers.has(channelId) && this.issuers.mayRead(proof, channelId);
  }

  /** A call of the Responses API as this channel's upstream can take it. */
  readableCall(call: RelayCall, channelId: number): { written: WrittenCall; losses: readonly Loss[] } {
    const { body, request } = call as WrittenCall;
    const place = request.layout.values.get('input');
    const isForeign = this.proofsOf(call).some((proof) => !this.mayRead(call, proof, channelId));
    if (!isForeign || place === undefined) return { written: { body, request }, losses: NOTHING_LOST };
    const input = refuseTooDeep(() => {
      const items = JSON.parse(body.toString('utf8', place.start, place.end)) as unknown[];
      return withoutOwnersMarks(items, ({ encrypted_content: proof }) =>
        this.mayRead(call, asString(proof) ?? '', channelId),
      );
    });
    const edited = replaceValues(body, request.layout, { input: Buffer.from(JSON.stringify(input)) });
    const { endpoint, state } = request;
    return { written: { body: edited, request: { ...decodeCall(endpoint, edited), state } }, losses: REASONING_LOST };
  }

  note(proof: string, channelId: number): void {
    this.issuers.note(proof, channelId);
  }

  /** What follows a kept response is told to each upstream in its own way already. */
  private proofsOf(call: RelayCall): readonly string[] {
    call.proofs ??=
      call.request!.dialect === 'openai-responses' && call.continuation === undefined ? findProofs(call.body) : NONE;
    return call.proofs;
  }
}

/**
 * Whether the upstream has refused a call for proofs that it cannot read, made by a channel that nobody remembers. From here
 * on it gets none of them, so that the call may be tried once more.
 */
export function forgoProofs(call: RelayCall, error: AppError): boolean {
  const { channel, reply, proofRefusers } = call;
  if (channel === undefined || proofRefusers.has(channel.id) || reply.hasAnswered || reply.isGone) return false;
  if (error.status !== 400 || !UNREADABLE.test(error.staffDetail ?? '')) return false;
  call.proofRefusers = new Set(proofRefusers).add(channel.id);
  return true;
}
