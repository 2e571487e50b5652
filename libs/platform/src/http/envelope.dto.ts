import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Envelope, ListEnvelope } from './envelope';

/** The envelope in the API document; what `data` is stands with each operation (ApiReply, ApiListReply). */
export class EnvelopeDto implements Omit<Envelope<unknown>, 'data'> {
  @ApiProperty() success: boolean;
  @ApiProperty({ description: 'For people; empty when there is nothing to say' }) message: string;
  @ApiPropertyOptional({ description: 'Stable name of the reason, on failures only' }) code?: string;
}

export class ListEnvelopeDto extends EnvelopeDto implements Omit<ListEnvelope<unknown>, 'data'> {
  @ApiProperty({ description: 'Number of all rows that match' }) total: number;
}
