import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

/** Clients send the days as number or as text. */
const asText = () => Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value));

export class TopUpPriceDto {
  @ApiProperty({ description: 'Whole units' })
  @IsInt()
  @Min(-1_000_000_000)
  @Max(1_000_000_000)
  amount: number;

  @ApiPropertyOptional({ description: 'Validity of the credit in days, one of those on offer; -1 = without end' })
  @asText()
  @IsOptional()
  @IsString()
  @MaxLength(8)
  topup_ratio?: string;

  @ApiPropertyOptional({ description: 'The same as topup_ratio' })
  @asText()
  @IsOptional()
  @IsString()
  @MaxLength(8)
  validity?: string;

  @ApiPropertyOptional({ description: 'Decides the currency' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  payment_method?: string;
}

export class PayDto extends TopUpPriceDto {
  @ApiProperty({ description: 'One of those on offer, e.g. zfb or wx' })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  declare payment_method: string;

  @ApiPropertyOptional({ description: 'Accepted, without effect' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  top_up_code?: string;
}
