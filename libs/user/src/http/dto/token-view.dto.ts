import { balanceToQuota, chargeToQuota, moneyToUsd } from '@app/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { shownTokenStatus } from '../../domain/token-status';
import type { TokenEntity } from '../../persistence/token.entity';

export class TokenViewDto {
  @ApiProperty() id: number;
  @ApiProperty() user_id: number;
  @ApiProperty({ description: 'Shortened; the whole key is in the reply to its creation only' }) key: string;
  @ApiProperty({ description: 'The whole key can be asked for with /reveal' }) can_reveal: boolean;
  @ApiProperty({ description: '1 enabled, 2 disabled, 3 expired, 4 exhausted', enum: [1, 2, 3, 4] }) status: number;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Unix seconds' }) created_time: number;
  @ApiProperty({ description: 'Unix seconds, 0 = never' }) accessed_time: number;
  @ApiProperty({ description: 'Unix seconds, -1 = never' }) expired_time: number;
  @ApiProperty({ description: 'Quota left, rounded down' }) remain_quota: number;
  @ApiProperty({ description: 'Exact dollars left, as decimal text' }) remain_usd: string;
  @ApiProperty() unlimited_quota: boolean;
  @ApiProperty({ description: 'Quota used, rounded up' }) used_quota: number;
  @ApiProperty({ description: 'Exact dollars used, as decimal text' }) used_usd: string;
  @ApiProperty() group: string;
  @ApiProperty() billing_enabled: boolean;
  @ApiProperty() models: string;
  @ApiProperty() fixed_content: string;
  @ApiProperty() subnet: string;
}

/** What a view depends on beside its token. */
export interface TokenViewContext {
  quotaPerUsd: number;
  nowSeconds: number;
  /** Option RevealTokenKeyEnabled. */
  isRevealEnabled: boolean;
}

export function toTokenView(token: TokenEntity, context: TokenViewContext): TokenViewDto {
  const { quotaPerUsd, nowSeconds, isRevealEnabled } = context;
  return {
    id: token.id,
    user_id: token.userId,
    key: token.keyHint,
    can_reveal: isRevealEnabled && token.keySealed !== null,
    status: shownTokenStatus(token, nowSeconds),
    name: token.name,
    created_time: token.createdTime,
    accessed_time: token.accessedTime,
    expired_time: token.expiredTime,
    remain_quota: balanceToQuota(token.remain, quotaPerUsd),
    remain_usd: moneyToUsd(token.remain),
    unlimited_quota: token.unlimitedQuota,
    used_quota: chargeToQuota(token.used, quotaPerUsd),
    used_usd: moneyToUsd(token.used),
    group: token.group,
    billing_enabled: token.billingEnabled,
    models: token.models,
    fixed_content: token.fixedContent,
    subnet: token.subnet,
  };
}
