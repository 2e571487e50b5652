import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const FORMATS = ['csv', 'json'] as const;
const KINDS = ['usage', 'ledger'] as const;
/** Year 9999. */
const LATEST = 253_402_300_799;

/** Query of a statement. */
export class StatementQueryDto {
  @ApiProperty({ description: 'Unix seconds, inclusive' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST)
  from: number;

  @ApiProperty({ description: 'Unix seconds, exclusive; at most 31 days after `from`' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST)
  to: number;

  @ApiPropertyOptional({ enum: FORMATS, default: 'csv' })
  @IsOptional()
  @IsIn(FORMATS)
  format?: (typeof FORMATS)[number];

  @ApiPropertyOptional({
    enum: KINDS,
    default: 'usage',
    description: 'Charged calls in detail, or all movements of money',
  })
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiPropertyOptional({
    description: 'Language of the CSV file, `zh-CN` or `en`; without it `Accept-Language` decides',
  })
  @IsOptional()
  @IsString()
  @MaxLength(35)
  lang?: string;
}
