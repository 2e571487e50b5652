import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { RedemptionStatus } from '../../redemption/redemption-status';
import { LATEST_TIME } from './latest-time';
import { Omittable } from './omittable';

const LARGEST_QUOTA = 1_000_000_000_000_000;
const STATUSES = [RedemptionStatus.Enabled, RedemptionStatus.Disabled, RedemptionStatus.Used];

class RedemptionTermsDto {
  @ApiPropertyOptional({ description: 'Unix seconds from which the code can be used; 0 = at once' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  starts_at?: number;

  @ApiPropertyOptional({ description: 'Unix seconds until which the code can be used; 0 = always' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  ends_at?: number;

  @ApiPropertyOptional({ description: 'How many codes of the batch one user may redeem; 0 = all' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(10_000)
  per_user_limit?: number;
}

export class CreateRedemptionsDto extends RedemptionTermsDto {
  @ApiProperty({ description: 'Name of the batch, 1 to 20 characters' })
  @IsString()
  @MaxLength(200)
  name: string;

  @ApiProperty({ description: 'What each code is worth, in quota' })
  @IsInt()
  @Max(LARGEST_QUOTA)
  quota: number;

  @ApiProperty({ description: 'How many codes, at most 10 000' })
  @IsInt()
  count: number;
}

/** Absent = unchanged. */
export class UpdateRedemptionDto extends RedemptionTermsDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  id: number;

  @ApiPropertyOptional({ description: '1 to 20 characters' })
  @Omittable()
  @IsString()
  @MaxLength(200)
  name?: string;

  @ApiPropertyOptional({ description: 'Quota' })
  @Omittable()
  @IsInt()
  @Max(LARGEST_QUOTA)
  quota?: number;

  @ApiPropertyOptional({ description: '1 enabled, 2 disabled; read with status_only, which changes nothing else' })
  @Omittable()
  @IsInt()
  status?: number;
}

export class RedemptionFilterDto {
  @ApiPropertyOptional({ description: 'An id, or how the name begins' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  keyword?: string;

  @ApiPropertyOptional({ description: 'The whole name' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ description: 'Codes that were made together' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  batch_id?: string;

  @ApiPropertyOptional({ description: '1 enabled, 2 disabled, 3 used' })
  @IsOptional()
  @Type(() => Number)
  @IsIn(STATUSES)
  status?: RedemptionStatus;
}

export class RedeemDto {
  @ApiProperty({ description: 'The redemption code' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  key?: string;
}
