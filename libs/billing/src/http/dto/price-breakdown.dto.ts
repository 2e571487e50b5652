import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PriceBreakdown, PriceLine } from '../../domain/price-breakdown';

/** PriceLine in the API document. */
export class PriceLineDto implements Omit<PriceLine, 'class'> {
  @ApiProperty({
    description:
      'A class of tokens (input, cacheRead, cacheWrite5m, cacheWrite1h, imageInput, audioInput, output, reasoning, imageOutput, audioOutput), call, tool, image or second; new classes may come',
  })
  class: string;
  @ApiPropertyOptional({ description: 'Which tool, or which size of image' }) name?: string;
  @ApiProperty({ description: 'Tokens, calls, images or seconds' }) count: number;
  @ApiPropertyOptional({ description: 'Before the group factor, as decimal text' }) usd_per_million?: string;
  @ApiPropertyOptional({ description: 'For one of them, before the group factor, as decimal text' }) usd_per_call?: string;
}

/** PriceBreakdown in the API document. */
export class PriceBreakdownDto implements Omit<PriceBreakdown, 'lines'> {
  @ApiProperty({ enum: ['ratio', 'per-call'] satisfies PriceBreakdown['kind'][] }) kind: PriceBreakdown['kind'];
  @ApiProperty() model: string;
  @ApiProperty({ type: [PriceLineDto] }) lines: PriceLineDto[];
  @ApiProperty() group_ratio: number;
  @ApiProperty({ description: 'Exact dollars, as decimal text: the sum of count × price × group_ratio' })
  total_usd: string;
}
