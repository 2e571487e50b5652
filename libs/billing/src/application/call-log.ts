import { LogType } from '@app/kernel';
import type { CallRecord, Quote, TokenUsage } from '../billing.contract';
import { breakDownPrice, multiplierText } from '../domain/price-breakdown';
import { toLogRow, type LogRow } from './settlement';

/** Row of a call that was charged (type 2). */
export function consumeRow(call: CallRecord, usage: TokenUsage, quote: Quote, amount: bigint, balance: bigint): LogRow {
  return toLogRow({
    ...sharedFields(call),
    type: LogType.Consume,
    amount: amount.toString(),
    promptTokens: usage.input + usage.cacheRead,
    completionTokens: usage.output + usage.reasoning,
    cachedTokens: usage.cacheRead,
    isEstimated: usage.isEstimated,
    multiplier: multiplierText(quote),
    price: JSON.stringify(breakDownPrice(quote, usage, amount)),
    balanceBefore: balance.toString(),
    attempts: JSON.stringify(call.attempts),
  });
}

/** Row of a call that failed (type 5): its text is for staff. */
export function errorRow(call: CallRecord, balance: bigint): LogRow {
  return toLogRow({
    ...sharedFields(call),
    type: LogType.Error,
    content: call.errorText.slice(0, 4000),
    balanceBefore: balance.toString(),
    attempts: JSON.stringify(call.attempts),
  });
}

function sharedFields(call: CallRecord) {
  return {
    requestId: call.requestId,
    userId: call.userId,
    createdAt: Math.floor(call.startedAtMs / 1000),
    username: call.username,
    tokenName: call.tokenName,
    tokenId: call.tokenId,
    modelName: call.requestedModel,
    upstreamModel: call.upstreamModel,
    channelId: call.channelId,
    channelName: call.channelName,
    durationMs: call.durationMs,
    firstByteMs: call.firstByteMs,
    isStream: call.isStream,
    endState: call.endState,
    status: call.status,
    errorCode: call.errorCode,
    ip: call.ip,
  };
}
