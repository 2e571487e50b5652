import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '@app/kernel';
import { EgressGuard } from '@app/platform';
import type { Credentials, JWTOptions } from 'google-auth-library';
import type { AccessTokens, TokenGrant } from '../adapters/access-tokens';
import { guardedPost } from './guarded-post';
import { TokenCache, type AccessToken } from './token-cache';

const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
/** For answers that do not say how long their token lives. */
const USUAL_LIFE_MS = 3_600_000;

type Transporter = NonNullable<JWTOptions['transporter']>;

/** Access tokens of Google's projects. */
@Injectable()
export class GoogleAccessTokens implements AccessTokens {
  private readonly cache: TokenCache<TokenGrant>;

  constructor(
    private readonly egress: EgressGuard,
    private readonly clock: Clock,
  ) {
    this.cache = new TokenCache(
      (grant) => this.fetch(grant),
      () => clock.now(),
    );
  }

  tokenFor(grant: TokenGrant): string | Promise<string> {
    return this.cache.tokenFor(grant);
  }

  forget(grant: TokenGrant, token: string): void {
    this.cache.forget(grant, token);
  }

  private async fetch(grant: TokenGrant): Promise<AccessToken> {
    try {
      const { access_token: value, expiry_date: expiresAtMs } = await this.credentials(grant);
      if (!value) throw new Error('the answer has no access_token');
      return { value, expiresAtMs: expiresAtMs ?? this.clock.now() + USUAL_LIFE_MS };
    } catch (error) {
      throw tokenRefused(error as Error);
    }
  }

  private async credentials(grant: TokenGrant): Promise<Credentials> {
    // Loaded with the first call that needs it: it would be a tenth of a start otherwise.
    const { JWT, UserRefreshClient } = await import('google-auth-library');
    const common = { transporter: this.transporter(grant), useAuthRequestParameters: false };
    if (grant.kind === 'refresh-token') {
      const { clientId, clientSecret, refreshToken } = grant;
      return (await new UserRefreshClient({ ...common, clientId, clientSecret, refreshToken }).refreshAccessToken())
        .credentials;
    }
    const { email, privateKey: key, privateKeyId, tokenUrl } = grant;
    const client = new JWT({
      ...common,
      ...{ email, key, scopes: [SCOPE] },
      ...(privateKeyId !== undefined && { keyId: privateKeyId }),
      ...(tokenUrl !== undefined && { additionalClaims: { aud: tokenUrl } }),
    });
    return client.authorize();
  }

  /** The library asks Google's address by ways of its own; ours judge addresses, take the channel's proxy, and have limits. */
  private transporter({ tokenUrl, proxyUrl }: TokenGrant): Transporter {
    const post = async ({ data }: { data?: unknown }) => {
      const url = tokenUrl ?? GOOGLE_TOKEN_URL;
      const { status, body } = await guardedPost(this.egress, url, data as URLSearchParams, proxyUrl);
      if (status !== 200) throw new Error(`token endpoint: status ${status}: ${body.slice(0, 500)}`);
      return { data: JSON.parse(body) as Credentials, status };
    };
    return { request: post } as unknown as Transporter;
  }
}

/** The channel's fault, whatever the reason: the caller's key is another one. */
function tokenRefused(cause: Error): AppError {
  const detail = cause instanceof AppError ? cause.staffDetail : undefined;
  return new AppError(
    'upstream_token_unavailable',
    { zh: '上游认证暂不可用', en: 'The upstream cannot be authenticated with at the moment' },
    {
      status: 502,
      retry: 'other-channel',
      cause,
      staffDetail: [`no access token: ${cause.message}`, detail].filter(Boolean).join('; '),
    },
  );
}
