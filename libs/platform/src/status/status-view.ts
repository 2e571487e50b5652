import { ApiProperty } from '@nestjs/swagger';

/** What anybody may know; names are those that clients of this family read. */
export class StatusView {
  @ApiProperty() version: string;
  @ApiProperty({ description: 'Unix seconds' }) start_time: number;
  @ApiProperty() email_verification: boolean;
  @ApiProperty() github_oauth: boolean;
  @ApiProperty() github_client_id: string;
  @ApiProperty() system_name: string;
  @ApiProperty() system_text: string;
  @ApiProperty() logo: string;
  @ApiProperty() footer_html: string;
  @ApiProperty() wechat_qrcode: string;
  @ApiProperty() wechat_login: boolean;
  @ApiProperty() server_address: string;
  @ApiProperty() price: number;
  @ApiProperty() turnstile_check: boolean;
  @ApiProperty() turnstile_site_key: string;
  @ApiProperty() top_up_link: string;
  @ApiProperty() chat_link: string;
  @ApiProperty() quota_per_unit: number;
  @ApiProperty() display_in_currency: boolean;
  @ApiProperty() enable_batch_update: boolean;
  @ApiProperty() enable_drawing: boolean;
  @ApiProperty() enable_data_export: boolean;
}
