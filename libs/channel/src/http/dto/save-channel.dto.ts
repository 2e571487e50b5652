import { ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { ChannelInput } from '../../application/channel-input';

const LARGEST = 1_000_000_000;
const JSON_OBJECT = { oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }] };

/** Body of create and update. On update an absent field keeps its value and an empty text clears it. */
export class SaveChannelDto implements ChannelInput {
  @ApiPropertyOptional({ description: 'Channel type number', default: 1 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  type?: number;

  @ApiPropertyOptional({
    description: 'Upstream key. Create: one channel per line. Update: empty keeps the stored key.',
  })
  @IsOptional()
  @IsString()
  key?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(191)
  openai_organization?: string;

  @ApiPropertyOptional({ enum: [1, 2, 3], default: 1, description: '1 enabled, 2 disabled, 3 disabled automatically' })
  @IsOptional()
  @IsIn([1, 2, 3])
  status?: number;

  @ApiPropertyOptional({ description: 'Required on create' })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  name?: string;

  @ApiPropertyOptional({ default: 0, description: 'Share of the calls within one priority' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  weight?: number;

  @ApiPropertyOptional({ description: "Empty: the type's default address" })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  base_url?: string;

  @ApiPropertyOptional({ description: 'API version and the like, depending on the type' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  other?: string;

  @ApiPropertyOptional({ description: 'Comma list of model names' })
  @IsOptional()
  @IsString()
  models?: string;

  @ApiPropertyOptional({ description: 'One free tag; tagged channels are listed together' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  tags?: string;

  @ApiPropertyOptional({ description: 'Comma list of groups', default: 'default' })
  @IsOptional()
  @IsString()
  group?: string;

  @ApiPropertyOptional({ ...JSON_OBJECT, description: "JSON object: requested model → upstream's model" })
  @Allow()
  model_mapping?: unknown;

  @ApiPropertyOptional({
    ...JSON_OBJECT,
    description: 'JSON object of extra request headers; stored sealed. A value *** keeps the stored one of that name',
  })
  @Allow()
  headers?: unknown;

  @ApiPropertyOptional({ ...JSON_OBJECT, description: 'JSON object: upstream status → status that counts' })
  @Allow()
  status_code_mapping?: unknown;

  @ApiPropertyOptional({
    ...JSON_OBJECT,
    description: 'JSON object of settings of the type; absent credentials are kept',
  })
  @Allow()
  config?: unknown;

  @ApiPropertyOptional({ default: 0, description: 'Higher first' })
  @IsOptional()
  @IsInt()
  @Min(-LARGEST)
  @Max(LARGEST)
  priority?: number;

  @ApiPropertyOptional({ enum: [0, 1], default: 1, description: '0: never disabled automatically' })
  @IsOptional()
  @IsIn([0, 1])
  auto_ban?: number;

  @ApiPropertyOptional({ default: true, description: 'Serves calls that carry tools' })
  @IsOptional()
  @IsBoolean()
  is_tools?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Serves native Claude requests' })
  @IsOptional()
  @IsBoolean()
  claude_original_request?: boolean;

  @ApiPropertyOptional({ default: 0, description: 'Seconds between tests while disabled automatically; 0 = none' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  tested_time?: number;

  @ApiPropertyOptional({ description: 'Model used by tests' })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  model_test?: string;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  rate_limited?: boolean;

  @ApiPropertyOptional({ default: 0, description: 'Calls per minute and model' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  rate_limit_count?: number;

  @ApiPropertyOptional({ enum: [0, 1], default: 0, description: 'Midjourney: pass the upstream image address on' })
  @IsOptional()
  @IsIn([0, 1])
  is_image_url_enabled?: number;

  @ApiPropertyOptional({
    description:
      'http://, https:// or socks5://; stored sealed. Sent back as it was shown (with *** as password) it is kept',
  })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  proxy_url?: string;

  @ApiPropertyOptional({ description: 'Service account JSON; stored sealed, never sent back' })
  @IsOptional()
  @IsString()
  gcp_account?: string;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  supports_cache_control?: boolean;
}
