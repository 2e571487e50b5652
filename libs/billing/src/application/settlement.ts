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
  'reasoning_tokens',
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
  'cost_amount',
  'price_group',
] as const;

/** The values of a row in that order, as JSON: written once, it serves the journal and the thread that inserts it. */
export type LogRow = string;

/** What has to reach the database for one call; also one line of the settlement journal. */
export interface Settlement {
  requestId: string;
  userId: number;
  /** 0 = no token. */
  tokenId: number;
  /** The token has its own allowance, which the charge reduces. */
  isTokenLimited: boolean;
  channelId: number;
  /** Takes from this node's slices too. Not in the journal: whoever replays that spends its owner's slices no more. */
  isLeased?: boolean;
  /** What the wallet is charged, in nano-dollars as decimal text. */
  amount: string;
  atSeconds: number;
  /** Absent when consume rows are switched off. */
  log: LogRow | undefined;
  /** What a plan pays beside the wallet; absent where none does. */
  plan?: PlanPart;
}

/** A plan's part of a call. */
export interface PlanPart {
  subscriptionId: number;
  /** Nano-dollars as decimal text. */
  amount: string;
  /** What each window of the plan counts, by the period that the call was held in. */
  usages: readonly PlanPeriodUse[];
}

export interface PlanPeriodUse {
  window: string;
  /** Unix seconds. */
  startsAt: number;
  endsAt: number;
  used: string;
}

/** Whether anything but the row has to be written. */
export function movesAnything({ amount, plan }: Settlement): boolean {
  return amount !== '0' || plan !== undefined;
}

/** What the call is worth, whoever pays: what keys, channels and totals of use count. */
export function worthOf({ amount, plan }: Settlement): string {
  return plan === undefined ? amount : (BigInt(amount) + BigInt(plan.amount)).toString();
}

/** What a limited token is charged, as the ledger has it. */
export function allowanceOf(settlement: Settlement): string {
  const worth = settlement.isTokenLimited ? worthOf(settlement) : '0';
  return worth === '0' ? worth : `-${worth}`;
}

/** The values of a row by name, where speed does not matter. */
export type LogFields = Partial<Record<(typeof LOG_COLUMNS)[number], LogValue>> & {
  user_id: number;
  created_at: number;
  type: LogType;
};

const TEXTS = new Set([
  'username',
  'token_name',
  'model_name',
  'upstream_model',
  'channel_name',
  'end_state',
  'error_code',
  'ip',
  'price_group',
]);
const NULLABLE = new Set(['request_id', 'content', 'multiplier', 'attempts_log', 'price', 'cost_amount']);

export function toLogRow(fields: LogFields): LogRow {
  return JSON.stringify(LOG_COLUMNS.map((column) => fields[column] ?? defaultOf(column)));
}

function defaultOf(column: string): LogValue {
  if (NULLABLE.has(column)) return null;
  return TEXTS.has(column) ? '' : 0;
}

/**
 * A row from a journal that an older version wrote: columns are only ever added at the end, and the added ones know how to be
 * empty.
 */
export function completeRow(row: readonly unknown[]): LogRow {
  return JSON.stringify([...row, ...LOG_COLUMNS.slice(row.length).map(defaultOf)]);
}

/** Back from text, for engines that take values. */
export function parseLogRows(rows: readonly LogRow[]): LogValue[][] {
  return JSON.parse(`[${rows.join(',')}]`) as LogValue[][];
}
