import { CALENDAR_PERIODS, moneyToUsd, type CalendarPeriod } from '@app/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { LimitRuleEntity } from '../../../persistence/limit-rule.entity';
import type { LimitInput } from '../../application/read-limit-fields';
import { METRICS, SUBJECT_KINDS, type LimitMetric, type SubjectKind } from '../../domain/limit-rule';

/** 31 days. */
const LONGEST_WINDOW_SECONDS = 2_678_400;

/** A limit without its subject. */
export class LimitOfTokenDto implements LimitInput {
  @ApiPropertyOptional({
    description: 'Models it is for: a name or pattern with *; empty = all together, * = each by itself',
  })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  model?: string;

  @ApiPropertyOptional({ enum: METRICS })
  @IsOptional()
  @IsIn(METRICS)
  metric?: LimitMetric;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Rolling window; instead of period' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_WINDOW_SECONDS)
  window_seconds?: number | null;

  @ApiPropertyOptional({ enum: CALENDAR_PERIODS, nullable: true, description: 'Calendar window in LimitTimeZone' })
  @IsOptional()
  @IsIn(CALENDAR_PERIODS)
  period?: CalendarPeriod | null;

  @ApiPropertyOptional({ description: 'Requests, tokens, or calls at a time' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amount?: number;

  @ApiPropertyOptional({ description: 'Exact decimal dollars; instead of amount, for metric money' })
  @IsOptional()
  @IsString()
  @MaxLength(24)
  amount_usd?: string;

  @ApiPropertyOptional({ default: true })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

export class SaveLimitDto extends LimitOfTokenDto {
  @ApiPropertyOptional({ enum: SUBJECT_KINDS })
  @IsOptional()
  @IsIn(SUBJECT_KINDS)
  subject_kind?: SubjectKind;

  @ApiPropertyOptional({
    description: 'Id (user, token, channel) or name (group, model); * = each by itself; none for everyone',
  })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  subject?: string;
}

export class UpdateLimitDto extends SaveLimitDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  id: number;
}

export class SearchLimitsDto {
  @ApiPropertyOptional({ enum: SUBJECT_KINDS })
  @IsOptional()
  @IsIn(SUBJECT_KINDS)
  subject_kind?: SubjectKind;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(191)
  subject?: string;

  @ApiPropertyOptional({ enum: METRICS })
  @IsOptional()
  @IsIn(METRICS)
  metric?: LimitMetric;

  @ApiPropertyOptional({ description: 'Page, from 0' })
  @Allow()
  p?: string;

  @ApiPropertyOptional({ description: 'Rows per page' })
  @Allow()
  page_size?: string;

  @Allow()
  pageSize?: string;

  @Allow()
  size?: string;
}

export class LimitViewDto {
  @ApiProperty() id: number;
  @ApiProperty({ enum: SUBJECT_KINDS }) subject_kind: SubjectKind;
  @ApiProperty() subject: string;
  @ApiProperty() model: string;
  @ApiProperty({ enum: METRICS }) metric: LimitMetric;
  @ApiProperty({ type: Number, nullable: true }) window_seconds: number | null;
  @ApiProperty({ enum: CALENDAR_PERIODS, nullable: true, type: String }) period: CalendarPeriod | null;
  @ApiProperty({ description: 'Nano-dollars with metric money' }) amount: number;
  @ApiProperty({ type: String, nullable: true, description: 'Exact decimal dollars, with metric money' })
  amount_usd: string | null;
  @ApiProperty() enabled: boolean;
  @ApiProperty({ description: "The token's owner made it, and may change it" }) is_owners: boolean;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ description: 'Unix seconds' }) updated_at: number;
}

export function toLimitView(row: LimitRuleEntity): LimitViewDto {
  return {
    id: row.id,
    subject_kind: row.subjectKind,
    subject: row.subject,
    model: row.modelPattern,
    metric: row.metric,
    window_seconds: row.windowSeconds,
    period: row.period,
    // Below 2^53, see readLimitFields.
    amount: Number(row.amount),
    amount_usd: row.metric === 'money' ? moneyToUsd(row.amount) : null,
    enabled: row.enabled,
    is_owners: row.ownerId !== 0,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}
