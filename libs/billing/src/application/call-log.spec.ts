import fc from 'fast-check';
import type { AttemptRecord, CallRecord } from '../call-record.contract';
import type { Quote } from '../quote.contract';
import type { TokenUsage } from '../usage.contract';
import { INPUT_CLASSES, OUTPUT_CLASSES } from '../usage.contract';
import type { StoredPrice } from '../domain/price-breakdown';
import { usageOfRow, type SettledDetail } from '../domain/usage-detail';
import { consumeRow } from './call-log';
import { LOG_COLUMNS } from './settlement';

const QUOTE = { priceText: '"{\\"kind\\":\\"ratio\\"}"' } as Quote;
const NOTHING: TokenUsage = {
  ...{ input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, imageInput: 0, audioInput: 0 },
  ...{ output: 0, reasoning: 0, imageOutput: 0, audioOutput: 0, isEstimated: false },
};
const USAGE: TokenUsage = { ...NOTHING, input: 10, cacheRead: 5, output: 3, reasoning: 2, isEstimated: true };
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

const PLAIN: SettledDetail = { evidence: 'reported', onDisconnect: 'cancel' };

function rowOf(usage: Partial<TokenUsage>, note = '', settled = PLAIN) {
  const call = { requestId: 'r', username: '', tokenName: '', requestedModel: '', upstreamModel: '', channelName: '' };
  const record = {
    ...call,
    attempts: [],
    errorCode: '',
    endState: 'completed',
    ip: '',
    note,
    ...settled,
  } as unknown as CallRecord;
  const text = consumeRow(record, { ...NOTHING, ...usage }, QUOTE, '1', 2n);
  const values = JSON.parse(text.replaceAll('undefined', '0').replaceAll('NaN', '0')) as unknown[];
  return { text, row: Object.fromEntries(LOG_COLUMNS.map((column, i) => [column, values[i]])) };
}

describe('the usage of a log row', () => {
  const all: TokenUsage = {
    ...{ input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, imageInput: 5, audioInput: 6 },
    ...{ output: 7, reasoning: 8, imageOutput: 9, audioOutput: 10, isEstimated: false },
  };

  it('is in the columns alone for a plain call', () => {
    expect(rowOf({ input: 3, cacheRead: 2, output: 5, reasoning: 1 }).row).toMatchObject({
      ...{ prompt_tokens: 5, completion_tokens: 6, cached_tokens: 2, reasoning_tokens: 1 },
      price: '{"kind":"ratio"}',
      content: null,
    });
  });

  it('has beside the columns what they do not tell, and nothing that is zero', () => {
    const { row } = rowOf({
      ...all,
      audioInput: 0,
      toolCalls: { web_search: 2, none: 0, ['x'.repeat(99)]: 1, '搜索"': 1 },
    });
    expect(row).toMatchObject({ prompt_tokens: 15, completion_tokens: 34, cached_tokens: 2, reasoning_tokens: 8 });
    expect(JSON.parse(row['price'] as string)).toEqual({
      kind: 'ratio',
      usage: {
        ...{ cacheWrite5m: 3, cacheWrite1h: 4, imageInput: 5, imageOutput: 9, audioOutput: 10 },
        toolCalls: { web_search: 2, '搜索"': 1 },
      },
    });
  });

  it('gives every class again', () => {
    const counts = fc.record(Object.fromEntries([...INPUT_CLASSES, ...OUTPUT_CLASSES].map((name) => [name, fc.nat()])));
    fc.assert(
      fc.property(counts, (classes) => {
        const { text, row } = rowOf(classes);
        expect(text).toMatch(/^[\u0020-\u007f]*$/);
        const columns = {
          promptTokens: row['prompt_tokens'] as number,
          completionTokens: row['completion_tokens'] as number,
          cachedTokens: row['cached_tokens'] as number,
          reasoningTokens: row['reasoning_tokens'] as number,
        };
        const { usage } = JSON.parse(row['price'] as string) as StoredPrice;
        expect(usageOfRow(columns, usage)).toEqual(classes);
      }),
    );
  });

  it('says when figures were cut to what can be, beside what else is to be said', () => {
    expect(rowOf({ input: 1, isClamped: true }).row['content']).toMatch(/cut to what can$/);
    const { row } = rowOf({ input: 1, isClamped: true }, 'conversion lost x');
    expect(row['content']).toMatch(/^conversion lost x; .*cut to what can$/);
    expect(JSON.parse(row['price'] as string)).toEqual({ kind: 'ratio', usage: { isClamped: true } });
  });
});

describe('the evidence of a charge', () => {
  it('names evidence and policy on the row where they are not the usual ones', () => {
    const priceOf = (settled: SettledDetail, usage = {}) =>
      JSON.parse(rowOf({ input: 1, ...usage }, '', settled).row['price'] as string) as StoredPrice;
    expect(priceOf(PLAIN)).toEqual({ kind: 'ratio' });
    expect(priceOf({ evidence: 'counted', onDisconnect: 'cancel' }).settled).toEqual({ evidence: 'counted' });
    expect(priceOf({ evidence: 'reported', onDisconnect: 'drain' }).settled).toEqual({ onDisconnect: 'drain' });
    expect(priceOf({ evidence: 'partial', onDisconnect: 'drain' }, { imageInput: 2 })).toEqual({
      kind: 'ratio',
      usage: { imageInput: 2 },
      settled: { evidence: 'partial', onDisconnect: 'drain' },
    });
  });
});

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
            ...PLAIN,
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
            price: '{"kind":"ratio"}',
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
