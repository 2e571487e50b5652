import { Clock, isApiKey } from '@app/kernel';
import { EventBus } from '@app/platform';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { parseApiKey } from '../domain/parse-api-key';
import { sha256Hex } from '../domain/sha256-hex';
import type { TokenEntity } from '../persistence/token.entity';
import { TokenRepository } from '../persistence/token.repository';
import { UserRepository } from '../persistence/user.repository';
import { TokenAuthenticator, type AuthenticationResult } from '../user.contract';
import { authenticationErrors } from './authentication-errors';
import { GroupRulesInForce } from './group-rules-in-force';
import { ResolvedToken } from './resolved-token';
import { UnknownKeys } from './unknown-keys';

interface Presentation {
  text: string;
  keyHash: string;
  channel: string | undefined;
}

const REFRESH_CHUNK = 200;

@Injectable()
export class TokenAuthenticatorService extends TokenAuthenticator implements OnModuleDestroy {
  private readonly known = new Map<string, ResolvedToken>();
  private readonly unknown = new UnknownKeys();
  /** What each connection presented last. */
  private readonly presentations = new WeakMap<object, Presentation>();
  private readonly lookUps = new Map<string, Promise<ResolvedToken | undefined>>();
  /** Counts changes. What was read before a change must not be remembered after it. */
  private changes = 0;
  private readonly subscriptions: (() => void)[];

  constructor(
    private readonly tokens: TokenRepository,
    private readonly users: UserRepository,
    private readonly groupRules: GroupRulesInForce,
    private readonly clock: Clock,
    events: EventBus,
  ) {
    super();
    this.subscriptions = [
      events.subscribe('token.changed', ({ keyHash }) => this.forgetToken(keyHash)),
      events.subscribe('user.changed', ({ userId }) => this.forgetUser(userId)),
    ];
  }

  onModuleDestroy(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }

  authenticate(
    presented: string | undefined,
    clientIp: string,
    connection?: object,
  ): AuthenticationResult | Promise<AuthenticationResult> {
    if (presented === undefined) return noKey();
    const last = connection === undefined ? undefined : this.presentations.get(connection);
    if (last?.text === presented) return this.recognise(last, clientIp);
    const parsed = parseApiKey(presented);
    if (parsed === undefined) return noKey();
    if (!isApiKey(parsed.key)) return unknownKey();
    const presentation = { text: presented, keyHash: sha256Hex(parsed.key), channel: parsed.channel };
    if (connection !== undefined) this.presentations.set(connection, presentation);
    return this.recognise(presentation, clientIp);
  }

  private recognise(
    { keyHash, channel }: Presentation,
    clientIp: string,
  ): AuthenticationResult | Promise<AuthenticationResult> {
    const token = this.known.get(keyHash);
    if (token !== undefined) return token.check(channel, clientIp, this.clock.seconds());
    if (this.unknown.has(keyHash, this.clock.now())) return unknownKey();
    return this.lookUp(keyHash).then((found) =>
      found === undefined ? unknownKey() : found.check(channel, clientIp, this.clock.seconds()),
    );
  }

  /** Reads everything remembered again. */
  async refresh(): Promise<void> {
    const hashes = [...this.known.keys()];
    for (let start = 0; start < hashes.length; start += REFRESH_CHUNK) {
      const chunk = hashes.slice(start, start + REFRESH_CHUNK);
      const changesBefore = this.changes;
      const found = await this.read(chunk);
      const isCurrent = changesBefore === this.changes;
      for (const hash of chunk) {
        const token = found.get(hash);
        // Not current: somebody changed a key meanwhile, perhaps one of these; the next call reads it anew.
        if (isCurrent && token !== undefined) this.known.set(hash, token);
        else this.known.delete(hash);
      }
    }
  }

  private lookUp(keyHash: string): Promise<ResolvedToken | undefined> {
    const running = this.lookUps.get(keyHash);
    if (running !== undefined) return running;
    const lookUp = this.readOne(keyHash).finally(() => {
      if (this.lookUps.get(keyHash) === lookUp) this.lookUps.delete(keyHash);
    });
    this.lookUps.set(keyHash, lookUp);
    return lookUp;
  }

  private async readOne(keyHash: string): Promise<ResolvedToken | undefined> {
    const changesBefore = this.changes;
    const token = (await this.read([keyHash])).get(keyHash);
    if (changesBefore === this.changes) {
      if (token === undefined) this.unknown.add(keyHash, this.clock.now());
      else this.known.set(keyHash, token);
    }
    return token;
  }

  private async read(keyHashes: readonly string[]): Promise<Map<string, ResolvedToken>> {
    const tokens = await this.tokens.findByHashes(keyHashes);
    if (tokens.length === 0) return new Map();
    const owners = await this.users.findByIds(tokens.map((token) => token.userId));
    const ownerById = new Map(owners.map((owner) => [owner.id, owner]));
    const resolve = (token: TokenEntity) => new ResolvedToken(token, ownerById.get(token.userId), this.groupRules);
    return new Map(tokens.map((token) => [token.keyHash, resolve(token)]));
  }

  private forgetToken(keyHash: string): void {
    this.changes++;
    this.lookUps.delete(keyHash);
    this.unknown.remove(keyHash);
    this.known.delete(keyHash);
  }

  private forgetUser(userId: number): void {
    this.changes++;
    // A look-up that is under way may have read the old owner already.
    this.lookUps.clear();
    for (const [keyHash, token] of this.known) {
      if (token.userId === userId) this.known.delete(keyHash);
    }
  }
}

function noKey(): AuthenticationResult {
  return { ok: false, error: authenticationErrors.tokenMissing(), caller: undefined };
}

function unknownKey(): AuthenticationResult {
  return { ok: false, error: authenticationErrors.keyInvalid(), caller: undefined };
}
