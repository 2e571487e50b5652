import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Clock } from '@app/kernel';
import { EgressGuard } from '@app/platform';
import { startHttpProxy } from '../../../test/harness/proxies';
import { TokenServer } from '../../../test/harness/token-server';
import { channel } from '../src/adapters/__fixtures__/channel';
import type { TokenGrant } from '../src/adapters/access-tokens';
import { vertexCredential } from '../src/adapters/google-vertex/vertex-credential';
import { GoogleAccessTokens } from '../src/transport/google-access-tokens';

class TestClock extends Clock {
  ms = Date.now();
  override now(): number {
    return this.ms;
  }
}

describe('access tokens of a project (real: sockets, Google’s library; played here: the token endpoint)', () => {
  let server: TokenServer;
  let clock: TestClock;
  let tokens: GoogleAccessTokens;

  beforeEach(async () => {
    server = await TokenServer.start();
    clock = new TestClock();
    tokens = new GoogleAccessTokens(new EgressGuard(['127.0.0.1']), clock);
  });
  afterEach(() => server.stop());

  const account = (proxyUrl?: string) =>
    grantOf({ config: { gcp_account: server.account() }, ...(proxyUrl !== undefined && { proxyUrl }) });

  it('are given for an assertion that a service account signed', async () => {
    expect(await tokens.tokenFor(account())).toBe('token-1');
    expect(server.requests[0]).toMatchObject({
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
      claims: {
        iss: 'relay@my-project.iam.gserviceaccount.com',
        scope: 'https://www.googleapis.com/auth/cloud-platform',
        aud: server.url,
      },
    });
  });

  it('are given for a refresh token', async () => {
    expect(await tokens.tokenFor(refreshGrant(server.url))).toBe('token-1');
    expect(server.requests[0]!.form).toEqual({
      ...{ client_id: 'i', client_secret: 's', refresh_token: 'r' },
      grant_type: 'refresh_token',
    });
  });

  it('are asked for once, kept for an hour, and renewed before it is over', async () => {
    const waiting = Array.from({ length: 20 }, () => tokens.tokenFor(account()));
    expect(new Set(await Promise.all(waiting.map(async (token) => token)))).toEqual(new Set(['token-1']));
    expect(tokens.tokenFor(account())).toBe('token-1');
    clock.ms += 3_400_000;
    expect(tokens.tokenFor(account())).toBe('token-1');
    while (server.requests.length < 2 || tokens.tokenFor(account()) === 'token-1')
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(tokens.tokenFor(account())).toBe('token-2');
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    { status: 400, body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}' },
    { status: 503, body: 'down' },
    { status: 200, body: '{}' },
    { status: 200, body: 'no JSON' },
  ])('that are refused with %j are the channel’s fault, and asked for anew the next time', async (refusal) => {
    server.refusal = refusal;
    const error = await failure(tokens.tokenFor(account()));
    expect(error).toMatchObject({ code: 'upstream_token_unavailable', status: 502, retry: 'other-channel' });
    expect(`${error.text.en} ${error.text.zh}`).not.toMatch(/google|jwt|127\.0/i);
    expect(error.staffDetail).toContain('no access token');
    server.refusal = undefined;
    expect(await tokens.tokenFor(account())).toBe('token-2');
  });

  it('are not asked for at addresses that the guard refuses', async () => {
    tokens = new GoogleAccessTokens(new EgressGuard([]), clock);
    const error = await failure(tokens.tokenFor(account()));
    expect(error).toMatchObject({ code: 'upstream_token_unavailable', retry: 'other-channel' });
    expect(error.staffDetail).toContain('refused target');
    expect(server.requests).toHaveLength(0);
  });

  it('are asked for through the channel’s proxy', async () => {
    const proxy = await startHttpProxy();
    try {
      expect(await tokens.tokenFor(account(proxy.url))).toBe('token-1');
      expect(proxy.targets).toEqual([new URL(server.url).host]);
    } finally {
      await proxy.stop();
    }
  });

  it('with an answer that does not end are given up', async () => {
    const endless = createServer((_, response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
      more();
    });
    await new Promise<void>((done) => endless.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    try {
      expect((await failure(tokens.tokenFor(refreshGrant(url)))).staffDetail).toContain('too large');
    } finally {
      endless.closeAllConnections();
      await new Promise((done) => endless.close(done));
    }
  });
});

function grantOf(changes: Parameters<typeof channel>[0]): TokenGrant {
  const credential = vertexCredential(channel({ type: 42, key: '', ...changes }));
  if (!('grant' in credential)) throw new Error('no grant');
  return credential.grant;
}

/** Real ones go to Google's address. */
function refreshGrant(tokenUrl: string): TokenGrant {
  const config = { client_id: 'i', client_secret: 's', refresh_token: 'r' };
  const grant = grantOf({ config });
  expect(grant.tokenUrl).toBeUndefined();
  return { ...grant, tokenUrl };
}

async function failure(token: string | Promise<string>) {
  return Promise.resolve(token).then(
    () => {
      throw new Error('it was given');
    },
    (error: { code: string; text: { en: string; zh: string }; staffDetail: string }) => error,
  );
}
