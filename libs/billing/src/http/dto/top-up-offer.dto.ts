import { ApiProperty } from '@nestjs/swagger';
import type { LocalText } from '@app/kernel';

export class LocalTextDto implements LocalText {
  @ApiProperty() zh: string;
  @ApiProperty() en: string;
}

export class OfferedMethodDto {
  @ApiProperty({ description: 'For payment_method' }) id: string;
  @ApiProperty() provider: string;
  @ApiProperty({ description: 'ISO 4217' }) currency: string;
  @ApiProperty({ type: LocalTextDto }) label: LocalTextDto;
}

/** What a page needs to offer top-ups. */
export class TopUpOfferDto {
  @ApiProperty({ type: [OfferedMethodDto] }) methods: OfferedMethodDto[];
  @ApiProperty({ type: [String], description: 'Days, for topup_ratio; -1 = without end' }) validities: string[];
  @ApiProperty({ type: [Number], description: 'The only amounts there are; empty = any between least and most' })
  amounts: number[];
  @ApiProperty() least: number;
  @ApiProperty() most: number;
}
