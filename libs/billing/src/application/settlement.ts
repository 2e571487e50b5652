import { type LogType } from '@app/kernel';

/** Value as it goes into a statement; money travels as decimal text because JSON has no 64-bit integers. */
export type LogValue = string | number | null;

/** Columns of a log row in the order of `LogRow`; the insert statements of all engines are made from this list. */
export const LOG_COLUMNS = [
  'request_id',
  'user_id',
  'created_at',
  'type',
  'content',
  'username',
  'token_name',
  'model_name',
  'upstream_model',
  'amount',
  'prompt_tokens',
  'completion_tokens',
  'cached_tokens',
  'channel_id',
  'channel_name',
  'token_id',
  'use_time',
  'duration_ms',
  'first_byte_ms',
  'is_stream',
  'is_estimated',
  'multiplier',
  'user_quota',
  'attempts_log',
  'price',
  'end_state',
  'status',
  'error_code',
  'ip',
] as const;

export type LogRow = LogValue[];

/** What has to reach the database for one call; also one line of the settlement journal. */
export interface Settlement {
  requestId: string;
  userId: number;
  /** 0 = no token. */
  tokenId: number;
  /** The token has its own allowance, which the charge reduces. */
  isTokenLimited: boolean;
  channelId: number;
  /** Charge in nano-dollars as decimal text; "0" = nothing moves, only the row is written. */
  amount: string;
  atSeconds: number;
  /** Absent when consume rows are switched off. */
  log: LogRow | undefined;
}

export interface LogFields {
  requestId: string | null;
  userId: number;
  createdAt: number;
  type: LogType;
  content?: string | null;
  username: string;
  tokenName?: string;
  modelName?: string;
  upstreamModel?: string;
  amount?: string;
  promptTokens?: number;
  completionTokens?: number;
  cachedTokens?: number;
  channelId?: number;
  channelName?: string;
  tokenId?: number;
  durationMs?: number;
  firstByteMs?: number;
  isStream?: boolean;
  isEstimated?: boolean;
  multiplier?: string | null;
  balanceBefore?: string;
  attempts?: string | null;
  price?: string | null;
  endState?: string;
  status?: number;
  errorCode?: string;
  ip?: string;
}

export function toLogRow(fields: LogFields): LogRow {
  const durationMs = Math.round(fields.durationMs ?? 0);
  return [
    fields.requestId,
    fields.userId,
    fields.createdAt,
    fields.type,
    fields.content ?? null,
    fields.username.slice(0, 64),
    (fields.tokenName ?? '').slice(0, 128),
    (fields.modelName ?? '').slice(0, 191),
    (fields.upstreamModel ?? '').slice(0, 191),
    fields.amount ?? '0',
    fields.promptTokens ?? 0,
    fields.completionTokens ?? 0,
    fields.cachedTokens ?? 0,
    fields.channelId ?? 0,
    (fields.channelName ?? '').slice(0, 191),
    fields.tokenId ?? 0,
    Math.floor(durationMs / 1000),
    durationMs,
    Math.round(fields.firstByteMs ?? 0),
    fields.isStream === true ? 1 : 0,
    fields.isEstimated === true ? 1 : 0,
    fields.multiplier ?? null,
    fields.balanceBefore ?? '0',
    fields.attempts ?? null,
    fields.price ?? null,
    (fields.endState ?? '').slice(0, 24),
    fields.status ?? 0,
    (fields.errorCode ?? '').slice(0, 64),
    (fields.ip ?? '').slice(0, 64),
  ];
}
