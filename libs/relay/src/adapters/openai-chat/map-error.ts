import { AppError } from '@app/kernel';
import { cleanMessage } from './clean-message';

/** What an upstream answered instead of an answer. */
export interface UpstreamRefusal {
  status: number;
  /** After the channel's status_code_mapping. */
  mappedStatus: number;
  body: string;
  retryAfter: string | undefined;
}

interface WireError {
  message: string;
  code: string | undefined;
  param: string | undefined;
}

/** Statuses whose fault is in the request: the same request fails on every channel. */
const CALLER_FAULTS = new Set([400, 413, 415, 422]);
const SAME_REQUEST_MAY_PASS_LATER = new Set([408, 409, 424, 425, 429]);

/**
 * The error for the caller. Only faults of the request itself show the upstream's words (cleaned), because they say what to
 * mend; everything else is told in our own words, with the full text for staff.
 */
export function mapError(refusal: UpstreamRefusal): AppError {
  const wire = readWireError(refusal.body);
  const staffDetail = `upstream status ${refusal.status}: ${refusal.body.slice(0, 2000)}`;
  const { mappedStatus } = refusal;
  const status = isOurFault(mappedStatus, refusal.body) ? 403 : mappedStatus;
  const retryAfterSeconds = seconds(refusal.retryAfter);
  if (CALLER_FAULTS.has(status)) {
    const message = wire === undefined ? 'The upstream rejected the request' : cleanMessage(wire.message);
    return new AppError(
      'upstream_bad_request',
      { zh: message, en: message },
      { status, param: wire?.param, staffDetail },
    );
  }
  if (status === 429) {
    return new AppError(
      'upstream_rate_limited',
      { zh: '当前分组上游负载已饱和，请稍后再试', en: 'The upstream of this group is saturated, try again later' },
      { status, retry: 'other-channel', retryAfterSeconds, staffDetail },
    );
  }
  if (status === 404) {
    return new AppError(
      'upstream_model_not_found',
      { zh: '上游不支持该模型', en: 'The upstream does not know this model' },
      { status, retry: 'other-channel', staffDetail },
    );
  }
  return new AppError(
    'upstream_error',
    { zh: '上游服务出错', en: 'The upstream failed' },
    {
      status: callerStatus(status),
      retry: isRetryable(status) ? 'other-channel' : 'no',
      retryAfterSeconds,
      staffDetail,
    },
  );
}

/** Google and Anthropic say 400 to a bad key, an empty account and a forbidden country as well, hosts to a model that is not there. */
const OUR_FAULTS = new RegExp(
  [
    'API_KEY_INVALID',
    'API key (?:not valid|expired|not found)',
    'credit balance is too low',
    'User location is not supported',
    'organization has been disabled',
    'model identifier is invalid',
    'on-demand throughput isn.t supported',
    'Operation not allowed',
    'not allowed from unsupported countries',
    'not servable in region',
    'API version not supported',
  ].join('|'),
  'i',
);

function isOurFault(status: number, body: string): boolean {
  return status === 400 && OUR_FAULTS.test(readWireError(body)?.message ?? '');
}

/**
 * 401, 402 and 403 are about our key with the upstream, not about the caller's: showing them would make clients believe
 * their own key is bad.
 */
function callerStatus(status: number): number {
  if (status === 503 || status === 504 || status === 408) return status;
  if (status === 529) return 503;
  return 502;
}

function isRetryable(status: number): boolean {
  return status >= 500 || status < 400 || SAME_REQUEST_MAY_PASS_LATER.has(status) || [401, 402, 403].includes(status);
}

/** Reads the error out of whatever JSON shape the upstream uses. */
export function readWireError(body: string): WireError | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const root = (Array.isArray(json) ? json[0] : json) as Record<string, unknown> | null;
  if (typeof root !== 'object' || root === null) return undefined;
  const inner =
    typeof root['error'] === 'object' && root['error'] !== null ? (root['error'] as Record<string, unknown>) : root;
  const message = [
    inner['message'],
    root['message'],
    root['msg'],
    root['err'],
    root['error_msg'],
    root['error'],
    root['detail'],
  ].find((text): text is string => typeof text === 'string' && text !== '');
  if (message === undefined) return undefined;
  return { message, code: text(inner['code']), param: text(inner['param']) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function seconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const count = /^\d{1,6}$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isFinite(count) && count > 0 ? count : undefined;
}
