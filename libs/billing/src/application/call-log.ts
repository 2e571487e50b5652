import { LogType } from '@app/kernel';
import type { AttemptRecord, CallRecord, Quote, TokenUsage } from '../billing.contract';
import { toLogRow, type LogRow } from './settlement';

/**
 * Row of a call that was charged (type 2), in the order of LOG_COLUMNS. Every call passes here, so the values go straight
 * into place.
 */
export function consumeRow(call: CallRecord, usage: TokenUsage, quote: Quote, amount: string, balance: bigint): LogRow {
  return JSON.stringify([
    call.requestId,
    call.userId,
    Math.floor(call.startedAtMs / 1000),
    LogType.Consume,
    null,
    call.username,
    call.tokenName,
    call.requestedModel,
    call.upstreamModel.slice(0, 191),
    amount,
    usage.input + usage.cacheRead,
    usage.output + usage.reasoning,
    usage.cacheRead,
    usage.reasoning,
    call.channelId,
    call.channelName,
    call.tokenId,
    Math.floor(call.durationMs / 1000),
    call.durationMs,
    call.firstByteMs,
    call.isStream ? 1 : 0,
    usage.isEstimated ? 1 : 0,
    quote.texts.multiplier,
    balance.toString(),
    attemptsText(call.attempts),
    quote.texts.price,
    call.endState,
    call.status,
    call.errorCode,
    call.ip,
  ]);
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
    attempts_log: attemptsText(call.attempts),
    end_state: call.endState,
    status: call.status,
    error_code: call.errorCode.slice(0, 64),
    ip: call.ip,
  });
}

function attemptsText(attempts: readonly AttemptRecord[]): string | null {
  const [first] = attempts;
  if (first === undefined) return null;
  if (attempts.length > 1 || first.error !== undefined) return JSON.stringify(attempts);
  // The one attempt of nearly every call, without the detour through the general writer.
  const { channelId, channelName, status, durationMs } = first;
  return `[{"channelId":${channelId},"channelName":${JSON.stringify(channelName)},"status":${status},"durationMs":${durationMs}}]`;
}
