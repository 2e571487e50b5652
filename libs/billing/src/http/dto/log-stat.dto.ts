import { ApiProperty } from '@nestjs/swagger';

export class LogStatDto {
  @ApiProperty({ description: 'Charges of the range in whole quota, rounded up' }) quota: number;
  @ApiProperty({ description: 'Exact dollars, as decimal text' }) cost_usd: string;
  @ApiProperty({ description: 'Calls of the last minute' }) rpm: number;
  @ApiProperty({ description: 'Tokens of the last minute' }) tpm: number;
}
