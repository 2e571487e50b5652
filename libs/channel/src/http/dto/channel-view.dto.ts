import { ApiProperty } from '@nestjs/swagger';

/** A channel as lists show it. */
export class ChannelListItemDto {
  @ApiProperty() id: number;
  @ApiProperty() type: number;
  @ApiProperty({ description: 'Recognisable part of the key' }) key_hint: string;
  @ApiProperty() status: number;
  @ApiProperty() name: string;
  @ApiProperty() weight: number;
  @ApiProperty() created_time: number;
  @ApiProperty() test_time: number;
  @ApiProperty({ description: 'Milliseconds of the last successful call of this node, else of the last test' })
  response_time: number;
  @ApiProperty({ description: 'Attempts of this node that failed since the last success' })
  consecutive_failures: number;
  @ApiProperty({ description: 'US dollars' }) balance: number;
  @ApiProperty() balance_updated_time: number;
  @ApiProperty() models: string;
  @ApiProperty() group: string;
  @ApiProperty() tags: string;
  @ApiProperty() used_quota: number;
  @ApiProperty() used_count: number;
  @ApiProperty() priority: number;
  @ApiProperty() auto_ban: number;
  @ApiProperty() tested_time: number;
  @ApiProperty() model_test: string;
  @ApiProperty() rate_limited: boolean;
}

/** Everything about a channel but its secrets. */
export class ChannelViewDto extends ChannelListItemDto {
  @ApiProperty() openai_organization: string;
  @ApiProperty() base_url: string;
  @ApiProperty() other: string;
  @ApiProperty({ description: 'JSON object as text, or empty' }) model_mapping: string;
  @ApiProperty({ description: 'JSON object as text, or empty; values that look like credentials are ***' })
  headers: string;
  @ApiProperty({ description: 'JSON object as text, or empty' }) status_code_mapping: string;
  @ApiProperty({ description: 'JSON object as text without credentials, or empty' }) config: string;
  @ApiProperty() is_tools: boolean;
  @ApiProperty() claude_original_request: boolean;
  @ApiProperty() rate_limit_count: number;
  @ApiProperty() is_image_url_enabled: number;
  @ApiProperty({ description: 'With *** in place of a password' }) proxy_url: string;
  @ApiProperty() supports_cache_control: boolean;
  @ApiProperty({
    type: [String],
    description:
      'Secrets that are stored and not shown, e.g. key, gcp_account, config.sk, proxy_url, headers.x-api-key',
  })
  stored_secrets: string[];
}
