import { Injectable } from '@nestjs/common';
import { chargeToQuota } from '@app/kernel';
import { OptionStore, SecretBox, SystemOptions } from '@app/platform';
import { ChannelOutcomes } from '../application/channel-outcomes';
import type { ListedChannel } from '../application/channel-queries.service';
import { CONFIG_SECRETS, withoutConfigSecrets } from '../domain/config-secrets';
import { isCredentialHeader, maskHeaders } from '../domain/credential-headers';
import { hasProxyCredentials, shownProxyUrl } from '../domain/mask-proxy-url';
import { readStringMap } from '../domain/read-string-map';
import { SECRET_MASK } from '../domain/secret-mask';
import type { ChannelEntity } from '../persistence/channel.entity';
import { openTextIfReadable } from '../persistence/sealed-text';
import type { ChannelListItemDto, ChannelViewDto } from './dto/channel-view.dto';

/** Rows → what administrators see. Field by field, so that a new column is never shown by accident. */
@Injectable()
export class ChannelPresenter {
  constructor(
    private readonly options: OptionStore,
    private readonly outcomes: ChannelOutcomes,
    private readonly secrets: SecretBox,
  ) {}

  toListItem(row: ListedChannel): ChannelListItemDto {
    const activity = this.outcomes.of(row.id);
    return {
      id: row.id,
      type: row.type,
      key_hint: row.keyHint,
      status: row.status,
      name: row.name,
      weight: row.weight,
      created_time: row.createdTime,
      test_time: row.testTime,
      response_time: activity?.latencyMs ?? row.responseTimeMs,
      consecutive_failures: activity?.consecutiveFailures ?? 0,
      balance: row.balance,
      balance_updated_time: row.balanceUpdatedTime,
      models: row.models,
      group: row.groups,
      tags: row.tags,
      used_quota: chargeToQuota(row.usedAmount, this.options.get(SystemOptions.QuotaPerUnit)),
      used_count: row.usedCount,
      priority: row.priority,
      auto_ban: row.autoBan,
      tested_time: row.testedTimeSeconds,
      model_test: row.modelTest,
      rate_limited: row.rateLimited,
    };
  }

  toView(row: ChannelEntity): ChannelViewDto {
    const config = readStringMap('config', row.config);
    const proxyUrl = openTextIfReadable(row.proxyUrlSealed, this.secrets);
    const headersText = openTextIfReadable(row.headersSealed, this.secrets);
    const headers = readStringMap('headers', headersText);
    return {
      ...this.toListItem(row),
      openai_organization: row.organization,
      base_url: row.baseUrl,
      other: row.other,
      model_mapping: row.modelMapping,
      headers: shownHeaders(headersText, headers),
      status_code_mapping: row.statusCodeMapping,
      // "{}" and not "" when only credentials are stored: sent back as it is, it must not clear them.
      config: row.config === '' ? '' : JSON.stringify(withoutConfigSecrets(config)),
      is_tools: row.isTools,
      claude_original_request: row.claudeOriginalRequest,
      rate_limit_count: row.rateLimitCount,
      is_image_url_enabled: row.isImageUrlEnabled,
      proxy_url: shownProxyUrl(proxyUrl),
      supports_cache_control: row.supportsCacheControl,
      stored_secrets: [
        ...(row.keySealed === '' ? [] : ['key']),
        ...(row.gcpAccount === '' ? [] : ['gcp_account']),
        ...CONFIG_SECRETS.filter((name) => name in config).map((name) => `config.${name}`),
        ...(proxyUrl === undefined || hasProxyCredentials(proxyUrl) ? ['proxy_url'] : []),
        ...(headersText === undefined ? ['headers'] : []),
        ...Object.entries(headers)
          .filter(([name, value]) => isCredentialHeader(name, value))
          .map(([name]) => `headers.${name}`),
      ],
    };
  }
}

/** `text` undefined = stored headers that cannot be opened. */
function shownHeaders(text: string | undefined, headers: Record<string, string>): string {
  if (text === undefined) return SECRET_MASK;
  return text === '' ? '' : JSON.stringify(maskHeaders(headers));
}
