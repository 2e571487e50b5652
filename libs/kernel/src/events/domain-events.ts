import type { LocalText } from '../errors/local-text';
import type { LogType } from './log-type';

/**
 * What modules tell each other without knowing each other. Published after commit; with Redis the ones marked
 * "all nodes" also reach the other gateways, so payloads must be plain JSON.
 */
export interface DomainEvents {
  /** All nodes. Identity, group, status or password of a user changed: drop what is cached about him. */
  'user.changed': { userId: number };
  /** All nodes. A token was created, edited, removed or had its allowance set. `keyHash` is the SHA-256 in hex. */
  'token.changed': { tokenId: number; keyHash: string };
  /** All nodes. The set of channels changed: rebuild the snapshot. */
  'channel.changed': { channelId: number };
  /** All nodes. An option was stored. */
  'option.changed': { key: string };
  /** All nodes. A limit rule was made, changed or removed. */
  'limit.changed': { limitId: number };
  /** All nodes. A version of the price list was published, scheduled or rolled back: find out which one is in force. */
  'prices.published': { versionId: number };
  /** All nodes. A balance was changed by something other than a relayed call of the publishing node. */
  'wallet.changed': { userId: number };
  /** All nodes. A user got a subscription, or one of his ended before its time. */
  'plan.changed': { userId: number };
  /** This node. A charge took a balance below the reminder's threshold, or to nothing; told once, when it crosses the line. */
  'balance.low': BalanceLow;
  /** This node. Something a log row of type 3 or 4 must tell about. */
  'audit.recorded': AuditRecord;
  /** This node. The people who run the system should know; the same code is told at most once per hour. */
  'operator.noticed': { code: string; text: LocalText };
}

export interface BalanceLow {
  userId: number;
  /** What is left, in nano-dollars as decimal text; can be negative. */
  balance: string;
  /** Nothing is left to spend. */
  isUsedUp: boolean;
}

export interface AuditRecord {
  type: LogType.Manage | LogType.System;
  /** The account the row belongs to. */
  userId: number;
  username: string;
  /** The row's text, shown to people as it is. */
  text: string;
  ip?: string;
  /** Who did it, when that is not the account itself. */
  actorId?: number;
}
