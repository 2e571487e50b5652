/**
 * Shapes of the management API. This folder is the only place where the console knows the backend; everything else
 * imports from here, so that generated types can take over without touching a page.
 */

/** Body of every management reply; `code` is present on failures only. */
export interface Envelope<Data> {
  success: boolean;
  message: string;
  data: Data;
  code?: string;
}

/** A page of rows with the number of all rows that match. */
export interface ListEnvelope<Row> extends Envelope<Row[]> {
  total: number;
}

/** An exact decimal number as text, for amounts that a double would round. */
export type DecimalText = string;

export interface Credentials {
  username: string;
  password: string;
}

export interface PasswordChange {
  original_password: string;
  password: string;
}

/** 1 common, 10 administrator, 100 root. */
export type RoleNumber = number;

export interface SelfView {
  id: number;
  username: string;
  display_name: string;
  role: RoleNumber;
  status: number;
  email: string;
  group: string;
  quota: number;
  used_quota: number;
  request_count: number;
  balance_usd: DecimalText;
  used_usd: DecimalText;
  must_change_password: boolean;
}

/** 1 top-up, 2 consumption, 3 management, 4 system, 5 error. */
export type LogType = number;

export interface PriceLine {
  /** `input`, `cacheRead`, `output`, `reasoning` or `call`; new classes may come. */
  class: string;
  /** Tokens, or calls for the class `call`. */
  count: number;
  usd_per_million?: DecimalText;
  usd_per_call?: DecimalText;
}

/** How a charge came about: the sum of count × price over the lines, times group_ratio, is total_usd. */
export interface PriceBreakdown {
  lines: PriceLine[];
  group_ratio: number;
  total_usd: DecimalText;
  /** The upstream reported no usage; ours is an estimate. */
  estimated?: boolean;
}

export interface LogRow {
  id: number;
  user_id: number;
  /** Unix seconds. */
  created_at: number;
  type: LogType;
  username: string;
  token_name: string;
  model_name: string;
  quota: number;
  cost_usd: DecimalText;
  prompt_tokens: number;
  completion_tokens: number;
  token_id: number;
  /** Whole seconds. */
  use_time: number;
  duration_ms: number;
  /** 0 where no byte came. */
  first_byte_ms: number;
  is_stream: boolean;
  /** Short text on how the charge came about. */
  multiplier: string | null;
  price: PriceBreakdown | null;
  request_id: string | null;
  /** HTTP status of the call's answer, 0 for other rows. */
  status: number;
  error_code: string;
  ip: string;
}

export interface LogTotals {
  quota: number;
  cost_usd: DecimalText;
  /** Requests in the last minute. */
  rpm: number;
  /** Tokens in the last minute. */
  tpm: number;
}
