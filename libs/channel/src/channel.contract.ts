import type { AppError } from '@app/kernel';

/** One upstream as the relay needs it; immutable, replaced as a whole when the channel changes. */
export interface ChannelTarget {
  readonly id: number;
  readonly name: string;
  /** Channel type number, see docs/glossary.md. */
  readonly type: number;
  /** Without trailing slash; the type's default when the operator left it empty. */
  readonly baseUrl: string;
  readonly key: string;
  readonly organization: string | undefined;
  /** Requested model → upstream's name. */
  readonly modelMapping: ReadonlyMap<string, string>;
  /** Extra request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** http://, https:// or socks5:// */
  readonly proxyUrl: string | undefined;
  /** Upstream status → status that decides about retry and is shown to the caller. */
  readonly statusCodeMapping: ReadonlyMap<number, number>;
  readonly config: Readonly<Record<string, string>>;
  /** Most calls in a minute, each model by itself; absent = no limit. */
  readonly requestsPerMinute?: number;
}

export interface ChannelWish {
  group: string;
  model: string;
  /** The request carries tools. */
  needsTools: boolean;
  /** Channels that already failed in this request. */
  excluded: ReadonlySet<number>;
  /** Channel an administrator asked for; no other is taken. */
  forcedChannelId: number | undefined;
  /**
   * How well a channel serves a call for this model: among one priority only the best are drawn, 0 is never. Undefined = all
   * alike.
   */
  fitness?: (channel: ChannelTarget, model: string) => number;
}

export type SelectionResult = { ok: true; channel: ChannelTarget } | { ok: false; error: AppError };

/** What became of one attempt, for statistics and (later) health. */
export interface AttemptOutcome {
  channelId: number;
  succeeded: boolean;
  /** Upstream status, 0 when there was no answer. */
  status: number;
  latencyMs: number;
}

/** Picks channels from an immutable snapshot in memory: highest priority first, by weight within one priority. */
export abstract class ChannelSelector {
  abstract select(wish: ChannelWish): SelectionResult;
  /** Names of the models that enabled channels of the group serve, sorted. */
  abstract modelsOf(group: string): readonly string[];
  abstract report(outcome: AttemptOutcome): void;
}

/** For the scheduler: catches changes whose event this node missed. */
export abstract class ChannelRefresh {
  /** Resolves when everything committed before the call is in force. */
  abstract refresh(): Promise<void>;
}
