/** One try at one channel. */
export interface AttemptRecord {
  channelId: number;
  channelName: string;
  /** Upstream status; 0 = no answer. */
  status: number;
  durationMs: number;
  /** Stable code of what went wrong, absent on success. */
  error?: string;
}

/** How a call ended, see docs/settlement.md. */
export type EndState =
  'completed' | 'caller-gone' | 'upstream-error' | 'upstream-broken' | 'timeout' | 'refused' | 'interrupted';

/**
 * On what a charge rests: the upstream's figures of a whole answer; its figures of a part, with what was counted beyond them;
 * a count alone; none where nothing is charged.
 */
export type Evidence = 'reported' | 'partial' | 'counted' | 'none';

/** What becomes of the upstream's call when the caller leaves: it is stopped, or read to its end. */
export type OnDisconnect = 'cancel' | 'drain';

/** Facts of a call for its log row. */
export interface CallRecord {
  requestId: string;
  userId: number;
  username: string;
  tokenId: number;
  tokenName: string;
  group: string;
  /** As the caller named it. */
  requestedModel: string;
  /** As it was sent upstream; empty when nothing was sent. */
  upstreamModel: string;
  channelId: number;
  channelName: string;
  isStream: boolean;
  ip: string;
  startedAtMs: number;
  /** Until the first byte of the answer went out; 0 = none did. */
  firstByteMs: number;
  durationMs: number;
  attempts: readonly AttemptRecord[];
  endState: EndState;
  evidence: Evidence;
  /** What was done, or would have been, had the caller left. */
  onDisconnect: OnDisconnect;
  /** HTTP status the caller saw. */
  status: number;
  errorCode: string;
  /** What is worth knowing of a call that went well; empty = nothing. */
  note: string;
  /** Full text for staff. */
  errorText: string;
}
