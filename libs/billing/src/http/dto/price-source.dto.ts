import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { PriceSourceEntity } from '../../persistence/price-source.entity';
import type { OfferOutcome } from '../../prices/sync/price-offers';
import { Omittable } from './omittable';

export class PriceSourceDto {
  @ApiProperty({ description: 'Letters, digits, dot, hyphen and underscore; prices taken from it are sync:NAME' })
  @IsString()
  @Matches(/^[\w.-]{1,64}$/)
  name: string;

  @ApiProperty({ description: 'http(s) address of a price list, without user name and password' })
  @IsString()
  @MaxLength(1024)
  @Matches(/^https?:\/\/[^@\s/?#]+(?:[/?#]\S*)?$/i)
  url: string;

  @ApiPropertyOptional({ description: 'Hours between fetches, at most 720; 0 (the default) = only when asked' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(720)
  every_hours?: number;
}

export class PriceSourceView {
  @ApiProperty() id: number;
  @ApiProperty() name: string;
  @ApiProperty() url: string;
  @ApiProperty() every_hours: number;
  @ApiProperty({ description: 'Unix seconds; 0 = never' }) tried_at: number;
  @ApiProperty({ description: 'Code of the error of the last fetch; empty = it went well' }) last_error: string;
}

export class OfferOutcomeView {
  @ApiProperty({ type: Number, nullable: true, description: 'The draft to review; null = there is nothing new' })
  draft_id: number | null;
  @ApiProperty({ description: 'Entries that differ from the prices in force' }) offered: number;
  @ApiProperty({ description: 'Entries that could not be read or have no price' }) skipped: number;
}

export function toPriceSourceView({
  id,
  name,
  url,
  everyHours,
  triedAt,
  lastError,
}: PriceSourceEntity): PriceSourceView {
  return { id, name, url, every_hours: everyHours, tried_at: triedAt, last_error: lastError };
}

export function toOfferOutcomeView({ draftId, offered, skipped }: OfferOutcome): OfferOutcomeView {
  return { draft_id: draftId ?? null, offered, skipped };
}
