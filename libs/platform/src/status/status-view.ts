/** What anybody may know; names are those that clients of this family read. */
export interface StatusView {
  version: string;
  /** Unix seconds. */
  start_time: number;
  email_verification: boolean;
  github_oauth: boolean;
  github_client_id: string;
  system_name: string;
  system_text: string;
  logo: string;
  footer_html: string;
  wechat_qrcode: string;
  wechat_login: boolean;
  server_address: string;
  price: number;
  turnstile_check: boolean;
  turnstile_site_key: string;
  top_up_link: string;
  chat_link: string;
  quota_per_unit: number;
  display_in_currency: boolean;
  enable_batch_update: boolean;
  enable_drawing: boolean;
  enable_data_export: boolean;
}
