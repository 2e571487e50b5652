import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../persistence/plan-subscription.entity';
import {
  OVERFLOWS,
  WINDOW_LENGTHS,
  WINDOW_METRICS,
  type Overflow,
  type WindowLength,
  type WindowMetric,
} from '../../plans/domain/plan-terms';
import type { TermsWish, WindowWish } from '../../plans/plan-rules';
import { Omittable } from './omittable';

const ANCHORS = ['calendar', 'first-use'] as const;
/** As many as the smallest column of the engines has room for, whatever their letters. */
const MOST_MODELS = 50;
/** What a column of ids has room for. */
const LARGEST_ID = 2_147_483_647;
/** Ten years. */
const LONGEST_DAYS = 3_660;

export class PlanWindowDto implements WindowWish {
  @ApiProperty({ enum: WINDOW_LENGTHS, description: 'term = from the beginning of the subscription to its end' })
  @IsIn(WINDOW_LENGTHS)
  length: WindowLength;

  @ApiPropertyOptional({
    enum: ANCHORS,
    description: 'calendar: day, week or month of time_zone. first-use (usual): begins with the first covered call',
  })
  @Omittable()
  @IsIn(ANCHORS)
  anchor?: (typeof ANCHORS)[number];

  @ApiPropertyOptional({ description: 'IANA name, for calendar windows; usually Asia/Shanghai' })
  @Omittable()
  @IsString()
  @MaxLength(64)
  time_zone?: string;

  @ApiProperty({ enum: WINDOW_METRICS })
  @IsIn(WINDOW_METRICS)
  metric: WindowMetric;

  @ApiPropertyOptional({ description: 'Tokens or requests' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  limit?: number;

  @ApiPropertyOptional({ description: 'Exact decimal dollars; for metric money' })
  @Omittable()
  @IsString()
  @MaxLength(24)
  limit_usd?: string;
}

export class SavePlanDto implements TermsWish {
  @ApiProperty()
  @IsString()
  @MaxLength(80)
  name: string;

  @ApiProperty({ description: 'Exact decimal dollars for one term' })
  @IsString()
  @MaxLength(24)
  price_usd: string;

  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(LONGEST_DAYS)
  duration_days: number;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Group of the user meanwhile; null = his own' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  group?: string | null;

  @ApiPropertyOptional({ type: [String], description: 'Models that are covered, or patterns with *; empty = all' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MOST_MODELS)
  @IsString({ each: true })
  @MaxLength(191, { each: true })
  models?: string[];

  @ApiPropertyOptional({ type: [Number], description: 'Channels whose answers are covered; empty = all' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(200)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(LARGEST_ID, { each: true })
  channels?: number[];

  @ApiProperty({ type: [PlanWindowDto], description: 'All apply at once' })
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => PlanWindowDto)
  windows: PlanWindowDto[];

  @ApiPropertyOptional({
    enum: OVERFLOWS,
    description: 'What becomes of calls that the windows have no room for; usually the wallet pays',
  })
  @Omittable()
  @IsIn(OVERFLOWS)
  overflow?: Overflow;

  @ApiPropertyOptional({ description: 'On sale; usually true' })
  @Omittable()
  @IsBoolean()
  is_enabled?: boolean;

  @ApiPropertyOptional({ description: 'How often one user may have it; 0 = without limit' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  per_user_limit?: number;

  @ApiPropertyOptional({ description: 'Offers are shown in this order' })
  @Omittable()
  @IsInt()
  @Min(-1_000_000)
  @Max(1_000_000)
  sort?: number;
}

export class UpdatePlanDto extends SavePlanDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  id: number;
}

export class GrantPlanDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  user_id: number;
}

export class SubscriptionFilterDto {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  user_id?: number;

  @ApiPropertyOptional({ enum: SUBSCRIPTION_STATES })
  @IsOptional()
  @IsIn(SUBSCRIPTION_STATES)
  state?: SubscriptionState;
}
