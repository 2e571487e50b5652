import { shownTokenStatus, TokenStatus, type TokenState } from './token-status';

const NOW = 1_000;
const enabled: TokenState = { status: TokenStatus.Enabled, expiredTime: -1, unlimitedQuota: false, remain: 1n };

describe('shownTokenStatus', () => {
  it.each<[string, Partial<TokenState>, TokenStatus]>([
    ['enabled while there is time and allowance', {}, TokenStatus.Enabled],
    ['expired from the very second on', { expiredTime: NOW }, TokenStatus.Expired],
    ['enabled a second before', { expiredTime: NOW + 1 }, TokenStatus.Enabled],
    ['expired when the time is 0', { expiredTime: 0 }, TokenStatus.Expired],
    ['exhausted at zero', { remain: 0n }, TokenStatus.Exhausted],
    ['exhausted below zero', { remain: -5n }, TokenStatus.Exhausted],
    ['enabled without allowance when unlimited', { remain: -5n, unlimitedQuota: true }, TokenStatus.Enabled],
    [
      'disabled whatever else is true',
      { status: TokenStatus.Disabled, expiredTime: 0, remain: 0n },
      TokenStatus.Disabled,
    ],
  ])('is %s', (_, change, status) => {
    expect(shownTokenStatus({ ...enabled, ...change }, NOW)).toBe(status);
  });
});
