/** What an access token is given for. */
export type TokenGrant = ServiceAccountGrant | RefreshTokenGrant;

interface GrantPlace {
  /** Tells grants apart, without being readable. */
  id: string;
  /** Undefined = Google's own. Typed by the operator, so it is guarded like every address of his. */
  tokenUrl: string | undefined;
  proxyUrl: string | undefined;
}

export interface ServiceAccountGrant extends GrantPlace {
  kind: 'service-account';
  email: string;
  privateKey: string;
  privateKeyId: string | undefined;
}

export interface RefreshTokenGrant extends GrantPlace {
  kind: 'refresh-token';
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

/** Access tokens, kept until shortly before their end. */
export interface AccessTokens {
  /** A promise only when there is none that lives. Rejects with an AppError that sends the call to another channel. */
  tokenFor(grant: TokenGrant): string | Promise<string>;
  /** The upstream did not take this token. */
  forget(grant: TokenGrant, token: string): void;
}
