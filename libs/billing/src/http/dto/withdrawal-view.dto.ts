import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { balanceToQuota, moneyToUsd } from '@app/kernel';
import type { UserRow } from '../../persistence/user-rows';
import type { WithdrawalOrderEntity } from '../../persistence/withdrawal-order.entity';
import type { WithdrawalStatus } from '../../rewards/withdrawal-status';

/** An order as its user sees it. */
export class WithdrawalView {
  @ApiProperty() id: number;
  @ApiProperty() user_id: number;
  @ApiProperty() user_name: string;
  @ApiProperty() order_number: string;
  @ApiProperty({ description: 'Quota' }) withdrawal_amount: number;
  @ApiProperty({ description: 'Exact dollars, as decimal text' }) withdrawal_usd: string;
  @ApiProperty() alipay_account: string;
  @ApiProperty({ description: '1 pending, 2 approved, 3 rejected, 4 processed' }) status: WithdrawalStatus;
  @ApiPropertyOptional({ description: 'Unix seconds of the last step; absent while pending' }) processed_at?: number;
  @ApiPropertyOptional() comment?: string;
  @ApiProperty({ description: 'Unix seconds' }) created: number;
  @ApiProperty({ description: 'Unix seconds' }) updated: number;
}

/** An order as admins see it. */
export class StaffWithdrawalView extends WithdrawalView {
  @ApiPropertyOptional({ description: 'The admin who made the last step' }) processor_id?: number;
  @ApiProperty({ description: "The user's reward, in quota" }) aff_quota: number;
  @ApiProperty({ description: "All of the user's rewards there ever were, in quota" }) aff_history: number;
}

export function toWithdrawalView(order: WithdrawalOrderEntity, quotaPerUnit: number): WithdrawalView {
  return {
    id: order.id,
    user_id: order.userId,
    user_name: order.userName,
    order_number: order.orderNumber,
    withdrawal_amount: balanceToQuota(order.amount, quotaPerUnit),
    withdrawal_usd: moneyToUsd(order.amount),
    alipay_account: order.alipayAccount,
    status: order.status,
    ...(order.processedAt === null ? {} : { processed_at: order.processedAt }),
    ...(order.comment === '' ? {} : { comment: order.comment }),
    created: order.createdAt,
    updated: order.updatedAt,
  };
}

export function toStaffWithdrawalView(
  order: WithdrawalOrderEntity,
  owner: UserRow | undefined,
  quotaPerUnit: number,
): StaffWithdrawalView {
  return {
    ...toWithdrawalView(order, quotaPerUnit),
    ...(order.processorId === 0 ? {} : { processor_id: order.processorId }),
    aff_quota: balanceToQuota(owner?.reward ?? 0n, quotaPerUnit),
    aff_history: balanceToQuota(owner?.rewardHistory ?? 0n, quotaPerUnit),
  };
}
