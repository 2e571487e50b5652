import { Controller, Get, Inject } from '@nestjs/common';
import { Clock, Role } from '@app/kernel';
import { AppConfig } from '../config/app-config';
import { RequireRole } from '../http/access.decorators';
import { ApiReply } from '../http/api-reply.decorator';
import { reply, type Envelope } from '../http/envelope';
import type { OptionDefinition } from '../options/option-definition';
import { OptionStore } from '../options/option-store';
import { SystemOptions } from '../options/system-options';
import { readProductVersion } from './product-version';
import { StatusView } from './status-view';

/** What the console needs before anybody has signed in. */
@Controller('api')
@RequireRole(Role.Guest)
export class StatusController {
  private readonly version = readProductVersion();
  private readonly startedAt: number;

  constructor(
    @Inject(AppConfig) private readonly config: AppConfig,
    @Inject(OptionStore) private readonly options: OptionStore,
    @Inject(Clock) clock: Clock,
  ) {
    this.startedAt = clock.seconds();
  }

  @Get('status')
  @ApiReply(StatusView)
  status(): Envelope<StatusView> {
    const option = <T>(definition: OptionDefinition<T>): T => this.options.get(definition);
    return reply({
      version: this.version,
      start_time: this.startedAt,
      email_verification: this.isOn('EmailVerificationEnabled'),
      github_oauth: this.isOn('GitHubOAuthEnabled'),
      github_client_id: this.textOf('GitHubClientId'),
      system_name: option(SystemOptions.SystemName),
      system_text: option(SystemOptions.SystemText),
      logo: option(SystemOptions.Logo),
      footer_html: option(SystemOptions.Footer),
      wechat_qrcode: this.textOf('WeChatAccountQRCodeImageURL'),
      wechat_login: this.isOn('WeChatAuthEnabled'),
      server_address: this.textOf(SystemOptions.ServerAddress.key),
      price: option(SystemOptions.Price),
      turnstile_check: this.isOn('TurnstileCheckEnabled'),
      turnstile_site_key: this.textOf('TurnstileSiteKey'),
      top_up_link: option(SystemOptions.TopUpLink),
      chat_link: option(SystemOptions.ChatLink),
      quota_per_unit: option(SystemOptions.QuotaPerUnit),
      display_in_currency: option(SystemOptions.DisplayInCurrencyEnabled),
      enable_batch_update: this.config.batchUpdate.enabled,
      enable_drawing: this.isOn('DrawingEnabled'),
      enable_data_export: this.isOn('DataExportEnabled'),
    });
  }

  @Get('notice')
  @ApiReply(String)
  notice(): Envelope<string> {
    return reply(this.options.get(SystemOptions.Notice));
  }

  @Get('about')
  @ApiReply(String)
  about(): Envelope<string> {
    return reply(this.options.get(SystemOptions.About));
  }

  @Get('home_page_content')
  @ApiReply(String)
  homePageContent(): Envelope<string> {
    return reply(this.options.get(SystemOptions.HomePageContent));
  }

  /** Options of other modules are read by name: off and empty while no module defines them. */
  private isOn(key: string): boolean {
    return this.options.text(key) === 'true';
  }

  private textOf(key: string): string {
    return this.options.text(key) ?? '';
  }
}
