import { createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an access token was asked for with. */
export interface TokenRequest {
  form: Record<string, string>;
  /** Claims of the assertion, when its signature is good. */
  claims: Record<string, unknown> | undefined;
}

/** Plays Google's token endpoint: checks assertions against a key of its own, and gives `token-1`, `token-2` and so on. */
export class TokenServer {
  readonly requests: TokenRequest[] = [];
  /** Answered instead of a token. */
  refusal: { status: number; body: string } | undefined;
  expiresInSeconds = 3_600;
  private readonly keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TokenServer> {
    const server = createServer();
    const tokens = new TokenServer(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { status, body } = tokens.answer(Buffer.concat(parts).toString());
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return tokens;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  /** Service account JSON whose tokens this server gives. */
  account(fields: Record<string, string> = {}): string {
    return JSON.stringify({
      type: 'service_account',
      project_id: 'my-project',
      private_key_id: 'k1',
      private_key: this.keys.privateKey,
      client_email: 'relay@my-project.iam.gserviceaccount.com',
      token_uri: this.url,
      ...fields,
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(text: string): { status: number; body: string } {
    const form = Object.fromEntries(new URLSearchParams(text));
    this.requests.push({ form, claims: this.claimsOf(form['assertion'] ?? '') });
    const token = {
      access_token: `token-${this.requests.length}`,
      expires_in: this.expiresInSeconds,
      token_type: 'Bearer',
    };
    return this.refusal ?? { status: 200, body: JSON.stringify(token) };
  }

  private claimsOf(assertion: string): Record<string, unknown> | undefined {
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    if (!verify.verify(this.keys.publicKey, signature, 'base64url')) return undefined;
    return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  }
}
