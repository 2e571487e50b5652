import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { usdToMoney, type Money } from '@app/kernel';
import { WithdrawalStatus } from '../../rewards/withdrawal-status';
import type { WithdrawalFilter } from '../../rewards/withdrawal-query';
import { LATEST_TIME } from './latest-time';
import { Omittable } from './omittable';

const STATUSES = [
  WithdrawalStatus.Pending,
  WithdrawalStatus.Approved,
  WithdrawalStatus.Rejected,
  WithdrawalStatus.Processed,
];

export class RewardAmountDto {
  @ApiProperty({ description: 'Units (dollars) with at most two decimals, in spite of the name' })
  @IsNumber({ maxDecimalPlaces: 2, allowNaN: false, allowInfinity: false })
  @Min(0.01)
  @Max(100_000_000)
  quota: number;
}

export class RequestWithdrawalDto extends RewardAmountDto {
  @ApiProperty({ description: 'Where the money is to be paid' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  alipay_account?: string;
}

export class DecideWithdrawalDto {
  @ApiProperty({ description: 'The id of the path again' })
  @IsInt()
  order_id: number;

  @ApiProperty({ description: '2 approved, 3 rejected (gives the amount back), 4 processed' })
  @IsIn(STATUSES)
  status: WithdrawalStatus;

  @ApiPropertyOptional({ description: 'For the user' })
  @Omittable()
  @IsString()
  @MaxLength(1024)
  comment?: string;
}

export class WithdrawalFilterDto {
  @ApiPropertyOptional({ description: 'Part of the name' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  user_name?: string;

  @ApiPropertyOptional({ description: 'Part of the number' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  order_number?: string;

  @ApiPropertyOptional({ description: '1 pending, 2 approved, 3 rejected, 4 processed' })
  @IsOptional()
  @Type(() => Number)
  @IsIn(STATUSES)
  status?: WithdrawalStatus;

  @ApiPropertyOptional({ description: 'Unix seconds, inclusive' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  start_timestamp?: number;

  @ApiPropertyOptional({ description: 'Unix seconds, inclusive' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  end_timestamp?: number;
}

/** One unit is one dollar. */
export function toRewardAmount({ quota }: RewardAmountDto): Money {
  const amount = usdToMoney(quota.toFixed(2));
  if (amount === undefined) throw new RangeError(`not an amount: ${quota}`);
  return amount;
}

/** A time of 0 counts as absent, as in the lists of the log. */
export function toWithdrawalFilter(query: WithdrawalFilterDto): WithdrawalFilter {
  return {
    ...(query.user_name ? { userName: query.user_name } : {}),
    ...(query.order_number ? { orderNumber: query.order_number } : {}),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.start_timestamp ? { startTimestamp: query.start_timestamp } : {}),
    ...(query.end_timestamp ? { endTimestamp: query.end_timestamp } : {}),
  };
}
