import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { LogFilter } from '../../application/log-query';

/** Query of a user's own log. */
export class OwnLogFilterDto {
  @ApiPropertyOptional({ description: '0 all, 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(6)
  type?: number;

  @ApiPropertyOptional({ description: 'Unix seconds, inclusive' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  start_timestamp?: number;

  @ApiPropertyOptional({ description: 'Unix seconds, inclusive' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  end_timestamp?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(128)
  token_name?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(191)
  model_name?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  request_id?: string;
}

/** Query of the whole log. */
export class LogFilterDto extends OwnLogFilterDto {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  username?: string;

  @ApiPropertyOptional({ description: 'Channel id' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  channel?: number;
}

export function toLogFilter(query: OwnLogFilterDto & Partial<LogFilterDto>): LogFilter {
  return {
    type: query.type,
    startTimestamp: query.start_timestamp || undefined,
    endTimestamp: query.end_timestamp || undefined,
    tokenName: query.token_name,
    modelName: query.model_name,
    requestId: query.request_id,
    username: query.username,
    channelId: query.channel || undefined,
  };
}
