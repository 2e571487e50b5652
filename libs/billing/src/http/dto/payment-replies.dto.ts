import { ApiProperty } from '@nestjs/swagger';
import { LocalTextDto } from './top-up-offer.dto';

export class RefundReplyDto {
  @ApiProperty({ enum: ['done', 'pending'], description: 'pending = the provider will tell' }) state: string;
}

export class ReplayReplyDto {
  @ApiProperty() result: string;
  @ApiProperty() detail: string;
  @ApiProperty({ type: Number, nullable: true }) order_id: number | null;
}

export class SelfTestLineDto {
  @ApiProperty() isGood: boolean;
  @ApiProperty({ type: LocalTextDto }) text: LocalTextDto;
}

export class ProviderSelfTestDto {
  @ApiProperty() provider: string;
  @ApiProperty() isConfigured: boolean;
  @ApiProperty({ type: [SelfTestLineDto] }) lines: readonly SelfTestLineDto[];
}
