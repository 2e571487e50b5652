type Optional<T> = T | null | undefined;

/** A channel as clients send it, in the field names of this family. Absent (or null) = keep, empty text = clear. */
export interface ChannelInput {
  type?: Optional<number>;
  key?: Optional<string>;
  openai_organization?: Optional<string>;
  status?: Optional<number>;
  name?: Optional<string>;
  weight?: Optional<number>;
  base_url?: Optional<string>;
  other?: Optional<string>;
  models?: Optional<string>;
  tags?: Optional<string>;
  group?: Optional<string>;
  /** JSON object as text or as object; likewise the next three. */
  model_mapping?: unknown;
  headers?: unknown;
  status_code_mapping?: unknown;
  config?: unknown;
  priority?: Optional<number>;
  auto_ban?: Optional<number>;
  is_tools?: Optional<boolean>;
  claude_original_request?: Optional<boolean>;
  tested_time?: Optional<number>;
  model_test?: Optional<string>;
  rate_limited?: Optional<boolean>;
  rate_limit_count?: Optional<number>;
  is_image_url_enabled?: Optional<number>;
  proxy_url?: Optional<string>;
  gcp_account?: Optional<string>;
  supports_cache_control?: Optional<boolean>;
}
