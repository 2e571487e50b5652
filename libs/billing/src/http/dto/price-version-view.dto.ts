import { ApiProperty } from '@nestjs/swagger';
import type { VersionHead } from '../../prices/price-history';

export class PriceVersionHeadView {
  @ApiProperty() id: number;
  @ApiProperty({ enum: ['in-force', 'scheduled', 'past', 'cancelled'] }) state: string;
  @ApiProperty({ description: 'Unix seconds' }) valid_from: number;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Unix seconds' }) published_at: number | null;
  @ApiProperty({ description: '0 = the system' }) author_id: number;
  @ApiProperty() note: string;
}

export class PriceVersionView {
  @ApiProperty() id: number;
  @ApiProperty({ description: 'Unix seconds' }) valid_from: number;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'models, groups, channelCosts' })
  list: unknown;
}

export class PublishedView {
  @ApiProperty({ description: 'Number of the new version' }) version: number;
  @ApiProperty({ description: 'Unix seconds' }) valid_from: number;
  @ApiProperty({ type: [Number], description: 'All scheduled versions, soonest first' }) scheduled: number[];
}

export function toPriceVersionHeadView(head: VersionHead): PriceVersionHeadView {
  return {
    id: head.id,
    state: head.state,
    valid_from: head.validFrom,
    created_at: head.createdAt,
    published_at: head.publishedAt,
    author_id: head.authorId,
    note: head.note,
  };
}
