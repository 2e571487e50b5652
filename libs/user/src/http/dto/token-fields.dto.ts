import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { TokenFields } from '../../application/token.service';

/** What an owner may set on a token; absent = default on creation, unchanged on update. */
export class TokenFieldsDto {
  @ApiPropertyOptional({ maxLength: 30 })
  @IsOptional()
  @IsString()
  name?: string;

  @ApiPropertyOptional({ description: 'Unix seconds, -1 = never; 0 on creation also means never' })
  @IsOptional()
  @IsInt()
  @Min(-1)
  @Max(Number.MAX_SAFE_INTEGER)
  expired_time?: number;

  @ApiPropertyOptional({ description: 'Allowance in quota, 0 or more; ignored when unlimited' })
  @IsOptional()
  @IsNumber()
  // An allowance that was overdrawn is shown below 0, and forms send it back: only setting it so is refused, later.
  @Min(-Number.MAX_SAFE_INTEGER)
  @Max(Number.MAX_SAFE_INTEGER)
  remain_quota?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  unlimited_quota?: boolean;

  @ApiPropertyOptional({ description: "Empty = the owner's group" })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  group?: string;

  @ApiPropertyOptional({ description: 'true = per call, false = by tokens' })
  @IsOptional()
  @IsBoolean()
  billing_enabled?: boolean;

  @ApiPropertyOptional({ description: 'Comma list of allowed models, empty = all' })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  models?: string;

  @ApiPropertyOptional({ description: 'Text appended to answers', maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  fixed_content?: string;

  @ApiPropertyOptional({ description: 'Comma list of CIDR blocks, empty = any address', maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  subnet?: string;
}

/** `null` counts as absent, as in the original. */
export function toTokenFields(dto: TokenFieldsDto): TokenFields {
  return {
    name: dto.name ?? undefined,
    expiredTime: dto.expired_time ?? undefined,
    remainQuota: dto.remain_quota ?? undefined,
    unlimitedQuota: dto.unlimited_quota ?? undefined,
    group: dto.group ?? undefined,
    billingEnabled: dto.billing_enabled ?? undefined,
    models: dto.models ?? undefined,
    fixedContent: dto.fixed_content ?? undefined,
    subnet: dto.subnet ?? undefined,
  };
}
