import type { ChannelTarget } from '@app/channel';
import { AppError } from '@app/kernel';
import { decodeCall } from '../adapters/decode-call';
import { Continuation } from '../responses/continuation';
import { leaveOwner } from './leave-owner';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';

const lost = (status = 400, staffDetail = 'upstream status 400: {"code":"previous_response_not_found"}') =>
  new AppError('upstream_bad_request', { zh: 'z', en: 'e' }, { status, staffDetail });

function callTo(channelId: number, { hasContent = true, hasAnswered = false, isGone = false } = {}): RelayCall {
  const call = new RelayCall('id', 0, '', { hasAnswered, isGone } as ReplyWriter);
  call.body = Buffer.from('{"model":"m","input":"now","previous_response_id":"resp_1"}');
  const content = hasContent ? { input: Buffer.from('[]'), response: Buffer.from('{"output":[]}') } : undefined;
  call.continuation = new Continuation(
    { body: call.body, request: decodeCall('responses', call.body) },
    { userId: 1, id: 'resp_1', channelId: 3, promptTokens: 1, content },
  );
  call.channel = { id: channelId } as ChannelTarget;
  return call;
}

describe('an upstream that has lost the response before', () => {
  it.each([400, 404])('is asked once more without its id after a %i', (status) => {
    const call = callTo(3);
    expect(leaveOwner(call, lost(status))).toBe(true);
    expect(call.continuation!.nativeFor(3)?.body.toString()).toContain('"previous_response_id":null');
    // The second time nothing of it is the id's fault.
    expect(leaveOwner(call, lost(status))).toBe(false);
  });

  it.each<[string, RelayCall, AppError]>([
    ['another fault', callTo(3), lost(400, 'upstream status 400: bad temperature')],
    ['another status', callTo(3), lost(500)],
    ['another channel', callTo(4), lost()],
    ['a conversation that only it knew', callTo(3, { hasContent: false }), lost()],
    ['an answer that has begun', callTo(3, { hasAnswered: true }), lost()],
    ['a caller who has left', callTo(3, { isGone: true }), lost()],
  ])('is not what %s means', (_, call, error) => {
    expect(leaveOwner(call, error)).toBe(false);
  });
});
