import { ApiProperty } from '@nestjs/swagger';
import { balanceToQuota, moneyToUsd } from '@app/kernel';
import type { BalanceLot } from '../../balance-lots.contract';

/** Credited money that is spent before other money. */
export class LotView {
  @ApiProperty() id: number;
  @ApiProperty({ description: 'How it was credited: top-up, redemption, gift, …' }) source: string;
  @ApiProperty({ description: 'Whole quota, rounded down' }) quota: number;
  @ApiProperty({ description: 'Exact dollars' }) amount_usd: string;
  @ApiProperty({ description: 'What is left, whole quota, rounded down' }) remain_quota: number;
  @ApiProperty({ description: 'What is left, exact dollars' }) remain_usd: string;
  @ApiProperty({ description: 'Unix seconds' }) starts_at: number;
  @ApiProperty({ description: 'Unix seconds, -1 = never' }) ends_at: number;
}

export function toLotView(lot: BalanceLot, quotaPerUnit: number): LotView {
  return {
    id: Number(lot.id),
    source: lot.operation,
    quota: balanceToQuota(lot.amount, quotaPerUnit),
    amount_usd: moneyToUsd(lot.amount),
    remain_quota: balanceToQuota(lot.remaining, quotaPerUnit),
    remain_usd: moneyToUsd(lot.remaining),
    starts_at: lot.startsAt,
    ends_at: lot.endsAt ?? -1,
  };
}
