import { LogType, type Money } from '@app/kernel';
import type { AttemptRecord, CallRecord } from '../call-record.contract';
import type { Quote } from '../quote.contract';
import type { TokenUsage } from '../usage.contract';
import { asciiJson, asciiJsonName } from '../domain/ascii-json';
import { priceColumn, type PlanDetail } from '../domain/usage-detail';
import { inputTotal, outputTotal } from '../domain/usage-total';
import { toLogRow, type LogRow } from './settlement';

/**
 * Row of a call that was charged (type 2), in the order of LOG_COLUMNS. Every call passes here: the row is put together from
 * pieces that are JSON already, and nothing but ASCII, so that it stays one byte per character on its way to the journal and
 * to the database's thread.
 */
export function consumeRow(
  call: CallRecord,
  usage: TokenUsage,
  quote: Quote,
  amount: string,
  balance: bigint,
  cost?: Money,
  plan?: PlanDetail,
): LogRow {
  const { durationMs, startedAtMs } = call;
  return inOnePiece(
    `["${call.requestId}",${call.userId},${Math.floor(startedAtMs / 1000)},${LogType.Consume},${noteColumn(call, usage)},` +
      `${asciiJsonName(call.username)},${asciiJsonName(call.tokenName)},${asciiJsonName(call.requestedModel)},` +
      `${asciiJsonName(call.upstreamModel.slice(0, 191))},"${amount}",` +
      `${inputTotal(usage)},${outputTotal(usage)},${usage.cacheRead},${usage.reasoning},` +
      `${call.channelId},${asciiJsonName(call.channelName)},${call.tokenId},${Math.floor(durationMs / 1000)},${durationMs},` +
      `${call.firstByteMs},${call.isStream ? 1 : 0},${usage.isEstimated ? 1 : 0},null,"${balance}",` +
      `${attemptsColumn(call.attempts)},${priceColumn(quote.priceText, usage, call, plan)},"${call.endState}",${call.status},` +
      `"${call.errorCode}",${asciiJsonName(call.ip)},${cost === undefined ? 'null' : `"${cost}"`},` +
      `${asciiJsonName(call.group)}]`,
  );
}

const CLAMPED = 'usage figures of the upstream cannot be and were cut to what can';

/** What staff should know of a call that went well. */
function noteColumn({ note }: CallRecord, { isClamped }: TokenUsage): string {
  if (isClamped === true) return asciiJson(note === '' ? CLAMPED : `${note}; ${CLAMPED}`);
  return note === '' ? 'null' : asciiJson(note);
}

const OPEN_BRACKET = 0x5b;

/**
 * The engine keeps concatenated text as a tree of its pieces until somebody looks into it. Rows wait for their group: each
 * collection until then would copy some fifty objects instead of one, and the tree would be walked twice.
 */
function inOnePiece(text: string): string {
  // The comparison keeps the look from being optimised away.
  return text.charCodeAt(0) === OPEN_BRACKET ? text : '';
}

/** Row of a call that failed (type 5): its text is for staff. */
export function errorRow(call: CallRecord, balance: bigint): LogRow {
  return toLogRow({
    request_id: call.requestId,
    user_id: call.userId,
    created_at: Math.floor(call.startedAtMs / 1000),
    type: LogType.Error,
    content: call.errorText.slice(0, 4000),
    username: call.username,
    token_name: call.tokenName,
    model_name: call.requestedModel.slice(0, 191),
    upstream_model: call.upstreamModel.slice(0, 191),
    channel_id: call.channelId,
    channel_name: call.channelName,
    token_id: call.tokenId,
    use_time: Math.floor(call.durationMs / 1000),
    duration_ms: call.durationMs,
    first_byte_ms: call.firstByteMs,
    is_stream: call.isStream ? 1 : 0,
    user_quota: balance.toString(),
    attempts_log: call.attempts.length === 0 ? null : JSON.stringify(call.attempts),
    end_state: call.endState,
    status: call.status,
    error_code: call.errorCode.slice(0, 64),
    ip: call.ip,
    price_group: call.group.slice(0, 64),
  });
}

/** The attempts as JSON text within the row's JSON; none where the row says it all: one attempt, answered with status 200. */
function attemptsColumn(attempts: readonly AttemptRecord[]): string {
  const [first] = attempts;
  if (first === undefined || (attempts.length === 1 && first.error === undefined && first.status === 200))
    return 'null';
  return asciiJson(JSON.stringify(attempts));
}
