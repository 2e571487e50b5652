import { AppError } from '@app/kernel';
import { channel } from '../adapters/__fixtures__/channel';
import { decodeCall } from '../adapters/decode-call';
import { RelayCall } from '../pipeline/relay-call';
import type { ReplyWriter } from '../pipeline/reply-writer';
import { CallProofs, forgoProofs } from './call-proofs';
import { ProofIssuers } from './proof-issuers';

const USER = { role: 'user', content: 'Hi' };
const reasoning = (proof: string | null) => ({ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: proof });
const CALL = { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'now', arguments: '{}' };

function callWith(input: unknown, { hasAnswered = false, isGone = false } = {}): RelayCall {
  const call = new RelayCall('id', 0, '', { hasAnswered, isGone } as ReplyWriter);
  call.body = Buffer.from(JSON.stringify({ model: 'm', input, seed: 1 }));
  call.request = decodeCall('responses', call.body);
  call.channel = channel({ id: 3 });
  return call;
}

function proofs(known: Record<string, number>) {
  const issuers = new ProofIssuers();
  Object.entries(known).forEach(([proof, id]) => issuers.note(proof, id));
  return new CallProofs(issuers);
}

const inputFor = (call: RelayCall, channelId: number, known: Record<string, number>) => {
  const { written, losses } = proofs(known).readableCall(call, channelId);
  const { input, ...others } = JSON.parse(written.body.toString()) as { input: unknown };
  expect(others).toEqual({ model: 'm', seed: 1 });
  return { input, losses: losses.map(({ field }) => field), isSame: written.body === call.body };
};

describe('encrypted reasoning of a call', () => {
  it('chooses the channel that made the newest of it that is known', () => {
    const call = callWith([USER, reasoning('one'), CALL, reasoning('two'), CALL, reasoning('unknown')]);
    expect(proofs({ one: 1, two: 2 }).issuerOf(call)).toBe(2);
    expect(proofs({}).issuerOf(callWith([USER, reasoning('one')]))).toBeUndefined();
    expect(proofs({}).issuerOf(callWith('Hi'))).toBeUndefined();
  });

  it('goes to its maker, and to anybody while that is not known, in the caller’s own bytes', () => {
    const items = [USER, reasoning('one'), CALL];
    expect(inputFor(callWith(items), 1, { one: 1 })).toEqual({ input: items, losses: [], isSame: true });
    expect(inputFor(callWith(items), 1, {})).toEqual({ input: items, losses: [], isSame: true });
  });

  it('stays away from others, with the ids that belong to it', () => {
    const { id: _, ...call } = CALL;
    const items = [USER, reasoning('one'), CALL, reasoning('two'), CALL, reasoning(null)];
    expect(inputFor(callWith(items), 2, { one: 1, two: 2 })).toEqual({
      input: [USER, call, reasoning('two'), call, reasoning(null)],
      losses: ['input'],
      isSame: false,
    });
  });

  const refused = (status = 400, staffDetail = 'upstream status 400: {"code":"invalid_encrypted_content"}') =>
    new AppError('upstream_bad_request', { zh: 'z', en: 'e' }, { status, staffDetail });

  it('is left out altogether for an upstream that has refused it, once', () => {
    const call = callWith([USER, reasoning('one'), reasoning('two')]);
    expect(forgoProofs(call, refused())).toBe(true);
    expect(inputFor(call, 3, { two: 3 })).toEqual({ input: [USER], losses: ['input'], isSame: false });
    expect(inputFor(call, 4, {}).input).toEqual([USER, reasoning('one'), reasoning('two')]);
    expect(forgoProofs(call, refused())).toBe(false);
  });

  it.each<[string, RelayCall, AppError]>([
    ['another fault', callWith([USER]), refused(400, 'bad temperature')],
    ['another status', callWith([USER]), refused(500)],
    ['an answer that has begun', callWith([USER], { hasAnswered: true }), refused()],
    ['a caller who has left', callWith([USER], { isGone: true }), refused()],
  ])('is not what %s is about', (_, call, error) => {
    expect(forgoProofs(call, error)).toBe(false);
  });
});
