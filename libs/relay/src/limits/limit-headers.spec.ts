import type { LimitRule } from './domain/limit-rule';
import { limitExceeded } from './limit-errors';
import { limitHeaders, retryHeaders } from './limit-headers';

const NOW = Date.parse('2026-11-26T12:00:00.400Z');
const rule = (fields: Partial<LimitRule>): LimitRule => ({
  id: '7',
  subjectKind: 'user',
  subject: '1',
  model: '',
  metric: 'requests',
  window: { kind: 'rolling', seconds: 60 },
  amount: 60n,
  ...fields,
});
const LIMITS = [
  { rule: rule({}), level: { used: 1n, resetMs: 59_400, waitMs: 0 } },
  { rule: rule({ id: '8', subjectKind: 'everyone', amount: 10n }), level: { used: 9n, resetMs: 90_000, waitMs: 0 } },
  { rule: rule({ id: '9', metric: 'tokens', amount: 1_000n }), level: { used: 1_200n, resetMs: 12, waitMs: 0 } },
  {
    rule: rule({ id: '10', metric: 'concurrency', window: { kind: 'none' }, amount: 5n }),
    level: { used: 2n, resetMs: 0, waitMs: 0 },
  },
  { rule: rule({ id: '11', subjectKind: 'everyone', metric: 'money' }), level: { used: 1n, resetMs: 1, waitMs: 0 } },
];
const named = (headers: string[]) =>
  Object.fromEntries(headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : [])));

describe('what a caller is told of limits', () => {
  it('is every rule in the standard fields, but not what all others spend', () => {
    const headers = named(limitHeaders(LIMITS, 'gemini-generate', NOW));
    expect(headers).toEqual({
      'ratelimit-policy':
        '"user-requests-7";q=60;w=60;qu="requests", "everyone-requests-8";q=10;w=60;qu="requests", ' +
        '"user-tokens-9";q=1000;w=60;qu="tokens", "user-concurrency-10";q=5;qu="concurrent-requests"',
      ratelimit:
        '"user-requests-7";r=59;t=60, "everyone-requests-8";r=1;t=90, "user-tokens-9";r=0;t=1, "user-concurrency-10";r=3',
    });
  });

  it('is the tightest limit, in the way of OpenAI and of Anthropic', () => {
    expect(named(limitHeaders(LIMITS, 'openai-chat', NOW))).toMatchObject({
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-reset-requests': '1m30s',
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '12ms',
    });
    expect(named(limitHeaders(LIMITS, 'anthropic-messages', NOW))).toMatchObject({
      'anthropic-ratelimit-requests-limit': '10',
      'anthropic-ratelimit-requests-remaining': '1',
      'anthropic-ratelimit-requests-reset': '2026-11-26T12:01:30Z',
    });
  });

  it('is nothing when nothing applies', () => {
    expect(limitHeaders([], 'openai-chat', NOW)).toEqual([]);
  });

  it('names the metric and the time, and stops clients whose repeat would be in vain', () => {
    const soon = limitExceeded(rule({}), 1_200);
    expect(soon).toMatchObject({ status: 429, code: 'limit_exceeded', param: 'requests', retryAfterSeconds: 2 });
    expect(soon.text.en).toBe('Limit reached: 60 requests per 1 min for this account. Try again in 2 s');
    expect(retryHeaders(soon)).toEqual(['retry-after', '2']);
    const late = limitExceeded(
      rule({ metric: 'money', window: { kind: 'calendar', period: 'month' }, amount: 1_500_000_000n }),
      7_200_000,
    );
    expect(late.text.zh).toContain('当前用户每月最多 1.5 美元');
    expect(retryHeaders(late)).toEqual(['retry-after', '7200', 'x-should-retry', 'false']);
    expect(retryHeaders(limitExceeded(rule({ metric: 'tokens' }), Infinity))).toEqual(['x-should-retry', 'false']);
  });
});
