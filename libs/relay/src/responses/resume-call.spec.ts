import { Logger } from '@nestjs/common';
import { decodeCall } from '../adapters/decode-call';
import { RelayCall } from '../pipeline/relay-call';
import type { ReplyWriter } from '../pipeline/reply-writer';
import type { KeptResponse } from './kept-response';
import { ResumeCall } from './resume-call';
import type { ResponseStore } from './response-store';

const ANSWER = '{"id":"resp_2","status":"completed","output":[]}';

function resume(body: object, previous?: Partial<KeptResponse>, isOn = true) {
  const kept: KeptResponse[] = [];
  const find = jest.fn((userId: number, id: string) =>
    Promise.resolve(previous && { userId, id, channelId: 0, promptTokens: 500, content: undefined, ...previous }),
  );
  const store = { isOn, find, keep: (response: KeptResponse) => kept.push(response) } as unknown as ResponseStore;
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.caller = { userId: 7 } as RelayCall['caller'];
  call.body = Buffer.from(JSON.stringify({ model: 'm', input: 'now', ...body }));
  call.request = decodeCall('responses', call.body);
  const answer = (response: string, channelId = 0): KeptResponse | undefined => {
    call.keptAnswer!.response = Buffer.from(response);
    call.keptAnswer!.channelId = channelId;
    call.onAnswered!();
    return kept.pop();
  };
  return { call, find, answer, done: new ResumeCall(store).prepare(call) };
}

const HISTORY = {
  input: Buffer.from(JSON.stringify([{ role: 'user', content: 'x'.repeat(3000) }])),
  response: Buffer.from('{"output":[{"type":"message","role":"assistant","content":"then"}]}'),
};
const FOLLOW = { previous_response_id: 'resp_1' };

describe('what happens before a call of the Responses API starts (faked: the store)', () => {
  it('is nothing when nothing is kept', () => {
    const { call, done, find } = resume({ store: false });
    expect([done, call.keptAnswer, call.onAnswered]).toEqual([undefined, undefined, undefined]);
    expect(find).not.toHaveBeenCalled();
  });

  it('takes no time when its answer is only kept', () => {
    const { done, answer } = resume({});
    expect(done).toBeUndefined();
    expect(answer(ANSWER)).toMatchObject({ userId: 7, id: 'resp_2', channelId: 0 });
  });

  it('reads what the caller’s own user had before, so that all of it is reserved', async () => {
    const { call, done, find, answer } = resume(FOLLOW, { content: HISTORY });
    const alone = call.request!.promptTokens;
    await done;
    expect(find).toHaveBeenCalledWith(7, 'resp_1');
    expect(call.request!.promptTokens).toBeGreaterThan(alone + 900);
    const kept = answer(ANSWER)!;
    expect(JSON.parse(kept.content!.input.toString())).toHaveLength(3);
    expect(kept.content!.response.toString()).toBe(ANSWER);
    expect(kept.promptTokens).toBeGreaterThan(call.request!.promptTokens);
  });

  it('refuses what it cannot follow', async () => {
    const error = { status: 404, code: 'previous_response_not_found', param: 'previous_response_id' };
    await expect(resume(FOLLOW).done).rejects.toMatchObject(error);
    await expect(resume(FOLLOW, {}).done).rejects.toMatchObject(error);
  });

  it('leaves a conversation to the upstream that alone knows it, and reserves for it', async () => {
    const { call, done, answer } = resume(FOLLOW, { channelId: 3 });
    await done;
    expect(call.request!.promptTokens).toBeGreaterThan(500);
    expect(answer(ANSWER, 3)).toMatchObject({ channelId: 3, content: undefined });
    // Of which another upstream would know only the end.
    expect(answer(ANSWER, 0)).toBeUndefined();
  });

  it.each([
    ['failed', '{"id":"r","status":"failed","output":[]}'],
    ['no answer', 'nonsense'],
  ])('does not keep what %s', (_, response) => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    expect(resume({}).answer(response)).toBeUndefined();
  });

  it('binds an answer to the channel whose upstream keeps it, and to none that does not', () => {
    expect(resume({}).answer(ANSWER, 3)).toMatchObject({ channelId: 3 });
    expect(resume({}).answer(ANSWER.replace('{', '{"store":false,'), 3)).toMatchObject({ channelId: 0 });
  });

  it('keeps nothing where the operator wants nothing stored', () => {
    expect(resume({}, undefined, false).call.keptAnswer).toBeUndefined();
  });
});
