import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { balanceToQuota, chargeToQuota, LogType, moneyToUsd } from '@app/kernel';
import {
  breakDownPrice,
  multiplierText,
  type PriceBreakdown,
  type StoredPrice,
  worthOf,
} from '../../domain/price-breakdown';
import type { LogEntity } from '../../persistence/log.entity';
import { usageOfRow, type UsageDetail } from '../../domain/usage-detail';
import { PriceBreakdownDto } from './price-breakdown.dto';
import { UsageDetailDto } from './usage-detail.dto';

/** A subscription's part in a call. */
export class LogPlanDto {
  @ApiProperty() subscription_id: number;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Exact dollars' }) amount_usd: string;
}

/** A log row as its owner sees it. */
export class LogView {
  @ApiProperty() id: number;
  @ApiProperty({ type: String, nullable: true }) request_id: string | null;
  @ApiProperty() user_id: number;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ description: '1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried' }) type: number;
  @ApiProperty() username: string;
  @ApiProperty() token_name: string;
  @ApiProperty() token_id: number;
  @ApiProperty() model_name: string;
  @ApiProperty({ description: 'Whole quota, rounded up' }) quota: number;
  @ApiProperty({ description: 'Exact dollars' }) cost_usd: string;
  @ApiProperty() prompt_tokens: number;
  @ApiProperty() completion_tokens: number;
  @ApiProperty() cached_tokens: number;
  @ApiProperty() reasoning_tokens: number;
  @ApiProperty({ description: 'Whole seconds' }) use_time: number;
  @ApiProperty() duration_ms: number;
  @ApiProperty({ description: '0 where no byte came' }) first_byte_ms: number;
  @ApiProperty() is_stream: boolean;
  @ApiProperty({ description: 'The upstream reported no usage; the tokens are an estimate' }) is_estimated: boolean;
  @ApiProperty({ type: String, nullable: true }) multiplier: string | null;
  @ApiProperty({ description: 'Balance before the call, whole quota' }) userQuota: number;
  @ApiProperty({ type: PriceBreakdownDto, nullable: true }) price: PriceBreakdown | null;
  @ApiProperty({
    type: UsageDetailDto,
    nullable: true,
    description: 'What the token columns do not tell; null = nothing',
  })
  usage_detail: UsageDetail | null;
  @ApiProperty({
    type: LogPlanDto,
    nullable: true,
    description: 'The subscription that paid and how much of it; what is left is the charge. null = none did',
  })
  plan: LogPlanDto | null;
  @ApiProperty() end_state: string;
  @ApiProperty({
    enum: ['reported', 'partial', 'counted'],
    type: String,
    nullable: true,
    description: 'On what the charge rests; null = nothing was charged for a call',
  })
  evidence: string | null;
  @ApiProperty({
    enum: ['cancel', 'drain'],
    type: String,
    nullable: true,
    description: "The channel's policy for callers who leave, as it was applied; null where nothing was charged",
  })
  on_disconnect: string | null;
  @ApiProperty({ description: "HTTP status of the call's answer, 0 for other rows" }) status: number;
  @ApiProperty() error_code: string;
  @ApiProperty() ip: string;
}

/** A log row as staff sees it. */
export class StaffLogView extends LogView {
  @ApiProperty({ type: String, nullable: true }) content: string | null;
  @ApiProperty({ description: 'Channel id' }) channel: number;
  @ApiProperty() channel_name: string;
  @ApiProperty() upstream_model: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: "Exact dollars that the channel's supplier takes for the call; null = unknown",
  })
  supplier_cost_usd: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Exact dollars: what was charged, to plans too, less what the supplier takes; null = unknown',
  })
  margin_usd: string | null;
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'JSON list of attempts; durationMs is left out where it is that of the row',
  })
  attempts_log: string | null;
}

/** Rows of the first versions have no note: their estimates were counted. */
function evidenceOf({ type, isEstimated }: LogEntity, price: StoredPrice | undefined): string | null {
  if (type !== Number(LogType.Consume)) return null;
  return price?.settled?.evidence ?? (isEstimated ? 'counted' : 'reported');
}

function onDisconnectOf({ type }: LogEntity, price: StoredPrice | undefined): string | null {
  return type === Number(LogType.Consume) ? (price?.settled?.onDisconnect ?? 'cancel') : null;
}

export function toLogView(row: LogEntity, quotaPerUnit: number): LogView {
  const price = row.price === null ? undefined : (JSON.parse(row.price) as StoredPrice);
  return {
    id: Number(row.id),
    request_id: row.requestId,
    user_id: row.userId,
    created_at: row.createdAt,
    type: row.type,
    username: row.username,
    token_name: row.tokenName,
    token_id: row.tokenId,
    model_name: row.modelName,
    quota: chargeToQuota(row.amount, quotaPerUnit),
    cost_usd: moneyToUsd(row.amount),
    prompt_tokens: row.promptTokens,
    completion_tokens: row.completionTokens,
    cached_tokens: row.cachedTokens,
    reasoning_tokens: row.reasoningTokens,
    use_time: row.useTime,
    duration_ms: row.durationMs,
    first_byte_ms: row.firstByteMs,
    is_stream: Boolean(row.isStream),
    is_estimated: Boolean(row.isEstimated),
    multiplier: row.multiplier ?? (price === undefined ? null : multiplierText(price)),
    userQuota: balanceToQuota(row.userQuota, quotaPerUnit),
    price: price === undefined ? null : breakdownOf(row, price),
    usage_detail: price?.usage ?? null,
    plan: planOf(price),
    end_state: row.endState,
    evidence: evidenceOf(row, price),
    on_disconnect: onDisconnectOf(row, price),
    status: row.status,
    error_code: row.errorCode,
    ip: row.ip,
  };
}

function breakdownOf(row: LogEntity, price: StoredPrice): PriceBreakdown {
  return breakDownPrice(price, usageOfRow(row, price.usage), worthOf(row.amount, price));
}

function planOf(price: StoredPrice | undefined): LogPlanDto | null {
  if (price?.plan === undefined) return null;
  const { subscription, name, amount } = price.plan;
  return { subscription_id: subscription, name, amount_usd: moneyToUsd(BigInt(amount)) };
}

export function toStaffLogView(row: LogEntity, quotaPerUnit: number): StaffLogView {
  const price = row.price === null ? undefined : (JSON.parse(row.price) as StoredPrice);
  return {
    ...toLogView(row, quotaPerUnit),
    content: row.content,
    channel: row.channelId,
    channel_name: row.channelName,
    upstream_model: row.upstreamModel,
    supplier_cost_usd: row.costAmount === null ? null : moneyToUsd(row.costAmount),
    margin_usd: row.costAmount === null ? null : moneyToUsd(worthOf(row.amount, price) - row.costAmount),
    attempts_log: row.attemptsLog ?? onlyAttempt(row),
  };
}

/** A charged row keeps no list when its one attempt was answered with status 200; how long it took is the row's duration. */
function onlyAttempt({ type, channelId, channelName }: LogEntity): string | null {
  return type === Number(LogType.Consume) ? JSON.stringify([{ channelId, channelName, status: 200 }]) : null;
}
