import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class BillingStrategyDto {
  @ApiProperty({ description: '1 = per call, 0 = by tokens', enum: [0, 1] })
  @IsIn([0, 1, true, false])
  billing_enabled: number | boolean;
}
