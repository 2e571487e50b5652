import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { AppError, quotaToMoney } from '@app/kernel';
import type { BalanceWish } from '../../application/balance-adjustments';
import { requireBookable } from '../../domain/largest-amount';
import { Omittable } from './omittable';

const LARGEST_QUOTA = 1_000_000_000_000_000;

/** Either `add`, or `set` with `expected`. All in quota. */
export class AdjustBalanceDto {
  @ApiPropertyOptional({ description: 'What the balance shall be' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(LARGEST_QUOTA)
  set?: number;

  @ApiPropertyOptional({ description: 'The balance that was shown; refused (409) when it is another by now' })
  @Omittable()
  @IsInt()
  expected?: number;

  @ApiPropertyOptional({ description: 'What the balance gains; negative takes, at most what there is' })
  @Omittable()
  @IsInt()
  @Min(-LARGEST_QUOTA)
  @Max(LARGEST_QUOTA)
  add?: number;

  @ApiPropertyOptional({ description: 'Why; the user reads it in the log' })
  @Omittable()
  @IsString()
  @MaxLength(500)
  note?: string;
}

export class BalanceView {
  @ApiProperty({ description: 'Balance in quota, rounded down' }) quota: number;
  @ApiProperty({ description: 'Exact balance in dollars, as decimal text' }) balance_usd: string;
}

export function toBalanceWish({ set, expected, add }: AdjustBalanceDto, quotaPerUnit: number): BalanceWish {
  if ((set === undefined) === (add === undefined)) {
    throw invalid('set', '请提供 set 或 add 之一', 'Give either set or add');
  }
  if (add !== undefined) return { kind: 'add', amount: requireBookable(quotaToMoney(add, quotaPerUnit), 'add') };
  if (expected === undefined) throw invalid('expected', '使用 set 时必须提供 expected', 'set needs expected');
  return { kind: 'set', to: requireBookable(quotaToMoney(set!, quotaPerUnit), 'set'), seenQuota: expected };
}

function invalid(param: string, zh: string, en: string): AppError {
  return new AppError('balance.wish_invalid', { zh, en }, { status: 422, param });
}
