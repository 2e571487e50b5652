import { asObject, asString } from '../read-json';
import type { WireObject } from './openai-responses.wire';

/** Codes that Codex knows by name come first; it decides by them whether to try again. */
const BY_STATUS: ReadonlyMap<number, string> = new Map([
  [402, 'insufficient_quota'],
  [413, 'context_length_exceeded'],
  [429, 'rate_limit_exceeded'],
  [503, 'server_is_overloaded'],
  [529, 'server_is_overloaded'],
]);

const BY_CODE: ReadonlyMap<string | undefined, number> = new Map([
  ['authentication_error', 401],
  ['billing_hard_limit_reached', 402],
  ['context_length_exceeded', 400],
  ['insufficient_quota', 429],
  ['invalid_api_key', 401],
  ['invalid_prompt', 400],
  ['invalid_request_error', 400],
  ['model_not_found', 404],
  ['overloaded_error', 503],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['server_is_overloaded', 503],
  ['slow_down', 503],
  ['usage_limit_reached', 429],
  ['usage_not_included', 403],
]);

/** Code of an answer that failed. */
export function encodeErrorCode(status: number): string {
  return BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? 'invalid_prompt' : 'server_error');
}

/** Status that an error told within a stream stands for; the stream's own was 200. `error` may stand in the event or in it. */
export function decodeErrorStatus(event: WireObject): number {
  const error = asObject(event['error']) ?? asObject(asObject(event['response'])?.['error']) ?? event;
  const told = [event['status'], event['status_code'], error['status'], error['code']].find(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600,
  );
  if (typeof told === 'number') return told;
  const code = asString(error['code']);
  if (code?.startsWith('invalid_') === true || code?.startsWith('image_') === true) return BY_CODE.get(code) ?? 400;
  return BY_CODE.get(code) ?? BY_CODE.get(asString(error['type'])) ?? 500;
}
