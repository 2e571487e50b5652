import { ApiProperty } from '@nestjs/swagger';
import { balanceToQuota, moneyToUsd } from '@app/kernel';
import type { OpenedRedemption } from '../../redemption/redemption-query';
import type { RedemptionStatus } from '../../redemption/redemption-status';

export class RedemptionView {
  @ApiProperty() id: number;
  @ApiProperty({ description: 'Who made it' }) user_id: number;
  @ApiProperty({ description: 'The code; empty when it was sealed with another secret' }) key: string;
  @ApiProperty({ description: 'Codes that were made together' }) batch_id: string;
  @ApiProperty({ description: '1 enabled, 2 disabled, 3 used' }) status: RedemptionStatus;
  @ApiProperty() name: string;
  @ApiProperty() quota: number;
  @ApiProperty({ description: 'Exact dollars, as decimal text' }) quota_usd: string;
  @ApiProperty({ description: 'Unix seconds, 0 = at once' }) starts_at: number;
  @ApiProperty({ description: 'Unix seconds, 0 = never' }) ends_at: number;
  @ApiProperty({ description: 'Codes of the batch that one user may redeem; 0 = all' }) per_user_limit: number;
  @ApiProperty({ description: 'Unix seconds' }) created_time: number;
  @ApiProperty({ description: 'Unix seconds, 0 = not yet' }) redeemed_time: number;
  @ApiProperty({ description: '0 = nobody' }) used_user_id: number;
}

export function toRedemptionView(code: OpenedRedemption, quotaPerUnit: number): RedemptionView {
  return {
    id: code.id,
    user_id: code.userId,
    key: code.key,
    batch_id: code.batchId,
    status: code.status,
    name: code.name,
    quota: balanceToQuota(code.amount, quotaPerUnit),
    quota_usd: moneyToUsd(code.amount),
    starts_at: code.startsAt,
    ends_at: code.endsAt,
    per_user_limit: code.perUserLimit,
    created_time: code.createdTime,
    redeemed_time: code.redeemedTime,
    used_user_id: code.usedUserId,
  };
}
