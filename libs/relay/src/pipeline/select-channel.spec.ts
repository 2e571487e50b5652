import type { ChannelSelector, ChannelWish, SelectionResult } from '@app/channel';
import { AppError } from '@app/kernel';
import { channel } from '../adapters/__fixtures__/channel';
import { decodeCall, type Endpoint } from '../adapters/decode-call';
import { Continuation } from '../responses/continuation';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';
import { selectChannel } from './select-channel';

const NONE: SelectionResult = {
  ok: false,
  error: new AppError('no_available_channel', { zh: 'z', en: 'e' }, { status: 503 }),
};
const other = channel({ id: 9 });
const owner = channel({ id: 3 });

function select(
  own: SelectionResult,
  { hasContent = true, forced = undefined as number | undefined, any = true } = {},
) {
  const call = callOf('responses', { model: 'm', input: 'hi', previous_response_id: 'resp_1' });
  const content = hasContent ? { input: Buffer.from('[]'), response: Buffer.from('{"output":[]}') } : undefined;
  const written = { body: call.body, request: call.request! };
  call.continuation = new Continuation(written, { userId: 1, id: 'resp_1', channelId: 3, promptTokens: 1, content });
  call.forcedChannelId = forced;
  const wishes: (number | undefined)[] = [];
  const result = selectChannel(
    selector(({ forcedChannelId }) => {
      wishes.push(forcedChannelId);
      if (forcedChannelId === 3) return own;
      return any ? { ok: true, channel: other } : NONE;
    }),
    call,
  );
  return { wishes, chosen: result.ok ? result.channel.id : result.error.code };
}

const selector = (answer: (wish: ChannelWish) => SelectionResult) => ({ select: answer }) as unknown as ChannelSelector;

function callOf(endpoint: Endpoint, body: object): RelayCall {
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.caller = { group: 'default' } as RelayCall['caller'];
  call.body = Buffer.from(JSON.stringify(body));
  call.request = decodeCall(endpoint, call.body);
  return call;
}

describe('the channel of a call that follows a response (faked: the selector)', () => {
  it('is the one that made it', () => {
    expect(select({ ok: true, channel: owner })).toEqual({ wishes: [3], chosen: 3 });
  });

  it('is another when that one takes no calls, or speaks something else by now', () => {
    expect(select(NONE)).toEqual({ wishes: [3, undefined], chosen: 9 });
    expect(select({ ok: true, channel: channel({ id: 3, type: 14 }) }).chosen).toBe(9);
  });

  it('is no other when only that one knows the conversation', () => {
    expect(select(NONE, { hasContent: false })).toEqual({ wishes: [3], chosen: 'previous_response_not_found' });
    expect(select({ ok: true, channel: owner }, { hasContent: false }).chosen).toBe(3);
  });

  it('is the one that staff named', () => {
    expect(select({ ok: true, channel: owner }, { forced: 9 })).toEqual({ wishes: [9], chosen: 9 });
    expect(select({ ok: true, channel: owner }, { forced: 3 }).chosen).toBe(3);
    expect(select({ ok: true, channel: owner }, { forced: 9, hasContent: false }).chosen).toBe(
      'previous_response_not_found',
    );
  });

  it('is missing for a compaction that no upstream can make, and says so', () => {
    const failing = selector(() => NONE);
    const compact = selectChannel(failing, callOf('compact', { model: 'm', input: 'hi' }));
    expect(compact).toMatchObject({ ok: false, error: { code: 'compaction_unsupported', status: 400 } });
    expect(selectChannel(failing, callOf('chat', { model: 'm', messages: [1] }))).toBe(NONE);
  });
});
