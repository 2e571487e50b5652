import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TokenClass } from '../../usage.contract';

const BY_CLASS = { type: Object, additionalProperties: { type: 'string' } } as const;

/** Prices of a model above a mark of input tokens. */
export class PricingTierDto {
  @ApiProperty({ description: 'A request with more tokens of input costs these prices as a whole' }) above: number;
  @ApiProperty({ ...BY_CLASS, description: 'Dollars per million tokens, by class' })
  per_million: Partial<Record<TokenClass, string>>;
}

/** A model that is served. All prices are exact dollars as decimal text, before the group's factor. */
export class PricedModelDto {
  @ApiProperty() model: string;
  @ApiPropertyOptional({
    ...BY_CLASS,
    description:
      'Dollars per million tokens, by class (input, cacheRead, cacheWrite5m, cacheWrite1h, imageInput, audioInput, output, reasoning, imageOutput, audioOutput); a class that is absent costs what input or output does',
  })
  per_million?: Partial<Record<TokenClass, string>>;
  @ApiPropertyOptional({ type: [PricingTierDto] }) tiers?: PricingTierDto[];
  @ApiPropertyOptional({ description: 'Dollars per call, where calls are billed so' }) per_call?: string;
  @ApiPropertyOptional({ ...BY_CLASS, description: 'Dollars per image, by size/quality, size, or * for any' })
  per_image?: Record<string, string>;
  @ApiPropertyOptional({ description: 'Dollars per second of sound or film' }) per_second?: string;
  @ApiPropertyOptional({ ...BY_CLASS, description: 'Dollars per call of a hosted tool, by name' })
  per_tool_call?: Record<string, string>;
  @ApiPropertyOptional({ description: 'Costs nothing' }) is_free?: boolean;
  @ApiProperty({ description: 'What the group pays: these prices times it' }) factor: string;
  @ApiProperty({ description: 'seed, genai-prices, operator or sync:NAME' }) source: string;
  @ApiProperty({
    description: 'Day the price was taken from its source, YYYY-MM-DD; empty = it is not on the list itself',
  })
  source_date: string;
}

export class PricedGroupDto {
  @ApiProperty() group: string;
  @ApiProperty({ description: 'Decimal text' }) factor: string;
}

/** The price list as its viewer may see it. */
export class PricingDto {
  @ApiProperty({ description: 'Number of the version in force' }) version: number;
  @ApiProperty({ description: 'Unix seconds' }) valid_from: number;
  @ApiProperty({ description: 'Whose prices these are' }) group: string;
  @ApiProperty({ type: [PricedGroupDto], description: "The viewer's group and those that users may choose" })
  groups: PricedGroupDto[];
  @ApiProperty({ type: [PricedModelDto], description: 'That channels serve to the group, by name' })
  models: PricedModelDto[];
}
