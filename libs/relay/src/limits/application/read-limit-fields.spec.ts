import { type AppError } from '@app/kernel';
import { readLimitFields, type LimitInput } from './read-limit-fields';

const GOOD: LimitInput = { subject_kind: 'user', subject: '1', metric: 'requests', window_seconds: 60, amount: 5 };

function refusalOf(change: LimitInput): string {
  try {
    readLimitFields({ ...GOOD, ...change });
    return 'accepted';
  } catch (error) {
    return (error as AppError).code;
  }
}

describe('a limit as people send it', () => {
  it.each<[LimitInput, string]>([
    [{}, 'accepted'],
    [{ subject: '*' }, 'accepted'],
    [{ subject: 'alice' }, 'limit.subject_invalid'],
    [{ subject: '' }, 'limit.subject_invalid'],
    [{ subject_kind: 'group', subject: 'vip' }, 'accepted'],
    [{ subject_kind: 'everyone' }, 'limit.subject_invalid'],
    [{ subject_kind: 'everyone', subject: '' }, 'accepted'],
    [{ subject_kind: 'model', subject: 'gpt-4*' }, 'accepted'],
    [{ subject_kind: 'model', subject: 'gpt-4*', model: 'x' }, 'limit.model_invalid'],
    [{ period: 'day' }, 'limit.window_seconds_invalid'],
    [{ window_seconds: null }, 'limit.window_seconds_invalid'],
    [{ window_seconds: null, period: 'month' }, 'accepted'],
    [{ metric: 'concurrency' }, 'limit.window_seconds_invalid'],
    [{ metric: 'concurrency', window_seconds: null }, 'accepted'],
    [{ amount: 0 }, 'limit.amount_invalid'],
    [{ metric: 'money' }, 'limit.amount_usd_invalid'],
    [{ metric: 'money', amount_usd: '0.000000001' }, 'accepted'],
    [{ metric: 'money', amount_usd: '1e3' }, 'limit.amount_usd_invalid'],
    [{ metric: 'money', amount_usd: '9007199.3' }, 'limit.amount_usd_invalid'],
  ])('%j is %s', (change, expected) => {
    expect(refusalOf(change)).toBe(expected);
  });

  it('keeps what a change does not name', () => {
    const stored = readLimitFields({ ...GOOD, metric: 'money', amount_usd: '2.5' });
    expect(readLimitFields({ enabled: false }, stored)).toEqual({ ...stored, enabled: false });
    expect(readLimitFields({ period: 'day' }, stored)).toMatchObject({ windowSeconds: null, period: 'day' });
    expect(() => readLimitFields({ metric: 'tokens' }, stored)).toThrow(/amount/);
    expect(() => readLimitFields({ subject_kind: 'token' }, stored)).toThrow(/subject/);
  });
});
