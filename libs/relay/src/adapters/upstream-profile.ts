import type { ChannelTarget } from '@app/channel';
import type { Loss } from '../model/loss';
import type { AccessTokens } from './access-tokens';
import type { Endpoint } from './decode-call';
import type { AddressedCall, UpstreamAddress } from './upstream-address';
import type { SpokenDialect } from './upstream-half';
import type { PassedHeaders } from './upstream-headers';

/**
 * What a kind of upstream speaks, where it is and what its calls need. Address and headers are worked out once per channel and
 * kind of call; only profiles with `finish` cost a call anything more.
 */
export interface UpstreamProfile {
  /** The first is the one that calls in other dialects are converted to. `model` is the caller's name. */
  dialects(channel: ChannelTarget, model: string): readonly SpokenDialect[];
  /** Kinds of calls it lacks although it speaks their dialect; absent = none. */
  readonly lacks?: ReadonlySet<Endpoint>;
  /** Addresses name the model in every dialect. */
  readonly hasModelInPath: boolean;
  /** Throws AppError for a channel whose settings say too little. */
  address(channel: ChannelTarget, call: AddressedCall): UpstreamAddress;
  /** Names and values in turn. */
  headers(channel: ChannelTarget, call: AddressedCall, passed: PassedHeaders): string[];
  /**
   * What cannot be prepared: signatures, tokens, changes of the body, streams that are no events. A promise only where
   * something has to be fetched or signed.
   */
  finish?(call: PreparedCall, tools: ProfileTools): FinishedCall | Promise<FinishedCall>;
}

/** A call as it would go to an ordinary upstream. */
export interface PreparedCall extends AddressedCall, UpstreamAddress {
  channel: ChannelTarget;
  /** Names and values in turn. */
  headers: readonly string[];
  body: Buffer;
  passed: PassedHeaders;
}

/** How it really goes, and how its answer is read. */
export interface FinishedCall {
  body: Buffer;
  /** Names and values in turn, beside the prepared ones. */
  headers: readonly string[];
  /** What of the caller's was left out; absent = nothing. */
  losses?: readonly Loss[];
  /** Absent = its streams are server-sent events. */
  framing?: StreamFraming;
  /** The upstream refused the credentials. */
  onUnauthorized?(): void;
}

/** What profiles are given instead of having it. */
export interface ProfileTools {
  tokens: AccessTokens;
  /** Milliseconds. */
  now(): number;
}

/** How an upstream writes streams that are no server-sent events. */
export interface StreamFraming {
  /** Start of the content type. */
  contentType: string;
  open(): Deframer;
}

/** Turns a stream into server-sent events, in whatever pieces it comes. */
export interface Deframer {
  /** Whole events; undefined = none is complete yet. Throws what AnswerReader.feed throws. */
  feed(piece: Buffer): Buffer | undefined;
  /** The upstream has closed. */
  flush(): Buffer | undefined;
}
