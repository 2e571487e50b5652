import fc from 'fast-check';
import type { AttemptRecord, CallRecord, Quote } from '../billing.contract';
import { consumeRow } from './call-log';
import { LOG_COLUMNS } from './settlement';

const QUOTE = { priceText: '"{}"' } as Quote;
const USAGE = { input: 10, cacheRead: 5, output: 3, reasoning: 2, isEstimated: true };
const name = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('你好', '😀', '"\\\n', '\ud800', ''));
const attempt: fc.Arbitrary<AttemptRecord> = fc.record(
  {
    channelId: fc.nat(),
    channelName: name,
    status: fc.oneof(fc.constant(200), fc.nat()),
    durationMs: fc.nat(),
    error: name,
  },
  { requiredKeys: ['channelId', 'channelName', 'status', 'durationMs'] },
);

describe('the log row of a charged call', () => {
  it('is the columns in their order, as JSON of ASCII alone, whatever things are called', () => {
    const call = fc.record({
      username: name,
      tokenName: name,
      requestedModel: name,
      upstreamModel: name,
      channelName: name,
      attempts: fc.array(attempt, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(call, (named) => {
        const facts = {
          ...{ requestId: '20261124', userId: 1, tokenId: 2, group: '', channelId: 3, isStream: true, ip: '::1' },
          ...{
            startedAtMs: 5_999,
            firstByteMs: 7,
            durationMs: 2_345,
            endState: 'completed',
            status: 200,
            errorCode: '',
            errorText: '',
            note: '',
          },
          ...named,
        } as CallRecord;
        const text = consumeRow(facts, USAGE, QUOTE, '123', 456n);
        expect(text).toMatch(/^[\u0020-\u007f]*$/);
        const values = JSON.parse(text) as unknown[];
        expect(values).toHaveLength(LOG_COLUMNS.length);
        const row = Object.fromEntries(LOG_COLUMNS.map((column, i) => [column, values[i]]));
        expect(row).toMatchObject({
          ...{
            request_id: '20261124',
            user_id: 1,
            created_at: 5,
            type: 2,
            content: null,
            amount: '123',
            user_quota: '456',
          },
          ...{
            prompt_tokens: 15,
            completion_tokens: 5,
            cached_tokens: 5,
            reasoning_tokens: 2,
            is_stream: 1,
            is_estimated: 1,
          },
          ...{
            channel_id: 3,
            token_id: 2,
            use_time: 2,
            duration_ms: 2_345,
            first_byte_ms: 7,
            multiplier: null,
            price: '{}',
          },
          ...{ end_state: 'completed', status: 200, error_code: '', ip: '::1' },
          ...{ username: named.username, token_name: named.tokenName, model_name: named.requestedModel },
          ...{ upstream_model: named.upstreamModel.slice(0, 191), channel_name: named.channelName },
        });
        const [only, ...others] = named.attempts;
        const isUsual = only === undefined || (others.length === 0 && only.error === undefined && only.status === 200);
        if (isUsual) expect(row['attempts_log']).toBeNull();
        else expect(JSON.parse(row['attempts_log'] as string)).toEqual(named.attempts);
      }),
    );
  });
});
