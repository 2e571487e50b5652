import type { AppError, Role } from '@app/kernel';

/** Who makes a relayed call: one API key and its owner. Immutable; a change of either replaces the object. */
export interface Caller {
  readonly userId: number;
  readonly username: string;
  readonly role: Role;
  /** Effective group: the token's, else the owner's. */
  readonly group: string;
  readonly tokenId: number;
  readonly tokenName: string;
  /** The owner chose billing per call for this token. */
  readonly perCall: boolean;
  /** Models the token may use; null = all. */
  readonly allowedModels: ReadonlySet<string> | null;
  /** Text appended to answers ("custom suffix"). */
  readonly fixedContent: string;
  /** Unix seconds, -1 = never. */
  readonly expiresAt: number;
  /** The token has no allowance of its own; only the owner's balance limits it. */
  readonly isUnlimited: boolean;
}

export type AuthenticationResult =
  | {
      ok: true;
      caller: Caller;
      /** Channel an administrator asked for by `sk-KEY-ID`. */ forcedChannelId: number | undefined;
    }
  | { ok: false; error: AppError; /** Known when the key was known. */ caller: Caller | undefined };

/**
 * Recognises API keys. Answers from memory when the key is known (synchronously: the relay's hot path does not await),
 * else with a promise for one database look-up. Changes made through this node count at once, changes of other nodes
 * within SYNC_FREQUENCY (at once with Redis).
 */
export abstract class TokenAuthenticator {
  /**
   * `presented` is the header value with or without `Bearer ` and `sk-`; undefined = none given. Checks, in this order:
   * key given, key known, token enabled, not expired, owner enabled, the token's group still open to the owner, client
   * address inside the token's subnets, forced channel only for administrators. Allowance and balance are the meter's business, models the relay's.
   * `connection` is whatever stands for the caller's connection: what it presents again is not hashed again.
   */
  abstract authenticate(
    presented: string | undefined,
    clientIp: string,
    connection?: object,
  ): AuthenticationResult | Promise<AuthenticationResult>;
}

/** Recurring work of this module, for the scheduler. Both may run at any time and as often as one likes. */
export abstract class UserUpkeep {
  /** Reads every remembered API key and its owner again: what other nodes changed counts from here on. */
  abstract refreshTokens(): Promise<void>;
  /** Removes sessions that have run out; returns how many. */
  abstract removeExpiredSessions(): Promise<number>;
}
