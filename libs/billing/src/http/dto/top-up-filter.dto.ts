import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const RESULTS = [
  'received',
  'credited',
  'repeated',
  'noted',
  'ignored',
  'invalid',
  'mismatch',
  'unknown-order',
  'error',
];

export class TopUpFilterDto {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  user_id?: number;

  @ApiPropertyOptional({ description: 'The beginning of a trade number' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  trade_no?: string;

  @ApiPropertyOptional({ description: 'Unix seconds, inclusive' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  create_time?: number;

  @ApiPropertyOptional({ description: 'A status or state' })
  @IsOptional()
  @IsString()
  @MaxLength(16)
  status?: string;
}

export class TopUpSearchDto {
  @ApiPropertyOptional({ description: 'A user id, or the beginning of a trade number' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  keyword?: string;
}

export class CallbackFilterDto {
  @ApiPropertyOptional({ enum: RESULTS })
  @IsOptional()
  @IsIn(RESULTS)
  result?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  order_id?: number;
}

export class ConfirmTransferDto {
  @ApiProperty({ description: 'What came, e.g. "73.00"; must be the price of the order' })
  @Type(() => String)
  @IsString()
  @MaxLength(20)
  money: string;

  @ApiProperty({ description: 'How it is known, e.g. the number of the bank transfer' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  note: string;
}

export class RefundOrderDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  note: string;

  @ApiPropertyOptional({ description: 'It was paid back already; the provider is not asked' })
  @IsOptional()
  @IsBoolean()
  by_hand?: boolean;
}
