/** Values are part of the API. Only the first two are stored; the others follow from time and allowance. */
export enum TokenStatus {
  Enabled = 1,
  Disabled = 2,
  Expired = 3,
  Exhausted = 4,
}

export interface TokenState {
  status: TokenStatus;
  /** Unix seconds, -1 = never. */
  expiredTime: number;
  unlimitedQuota: boolean;
  /** Nano-dollars. */
  remain: bigint;
}

export function isExpired(expiredTime: number, nowSeconds: number): boolean {
  return expiredTime !== -1 && expiredTime <= nowSeconds;
}

export function isExhausted(token: TokenState): boolean {
  return !token.unlimitedQuota && token.remain <= 0n;
}

/** What the API shows: what the owner switched off stays off, else the reason why calls would be refused. */
export function shownTokenStatus(token: TokenState, nowSeconds: number): TokenStatus {
  if (token.status !== TokenStatus.Enabled) return token.status;
  if (isExpired(token.expiredTime, nowSeconds)) return TokenStatus.Expired;
  return isExhausted(token) ? TokenStatus.Exhausted : TokenStatus.Enabled;
}
