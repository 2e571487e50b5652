import { ApiPropertyOptional } from '@nestjs/swagger';
import type { UsageDetail } from '../../domain/usage-detail';

/** UsageDetail in the API document. The tokens are within those of the row's columns. */
export class UsageDetailDto implements UsageDetail {
  @ApiPropertyOptional({ description: 'Tokens written into the cache for five minutes' }) cacheWrite5m?: number;
  @ApiPropertyOptional({ description: 'Tokens written into the cache for an hour' }) cacheWrite1h?: number;
  @ApiPropertyOptional() imageInput?: number;
  @ApiPropertyOptional() audioInput?: number;
  @ApiPropertyOptional() imageOutput?: number;
  @ApiPropertyOptional() audioOutput?: number;
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: { type: 'number' },
    description: 'Calls of hosted tools by name, e.g. web_search',
  })
  toolCalls?: Record<string, number>;
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: { type: 'number' },
    description: 'Images that were made, by size/quality or size',
  })
  images?: Record<string, number>;
  @ApiPropertyOptional({ description: 'Length of sound or film that is billed by time' }) milliseconds?: number;
  @ApiPropertyOptional({ description: "Figures of the upstream's that cannot be were cut to what can" })
  isClamped?: boolean;
}
