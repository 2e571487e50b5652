import type { SecretBox } from '@app/platform';
import type { ChannelTarget } from '../channel.contract';
import type { RoutableChannel } from '../domain/channel-snapshot';
import { ChannelStatus } from '../domain/channel-status';
import { effectiveBaseUrl } from '../domain/channel-types';
import { mapConfigSecrets } from '../domain/config-secrets';
import { readExtraHeaders } from '../domain/read-extra-headers';
import { readStatusMapping } from '../domain/read-status-mapping';
import { readStringMap } from '../domain/read-string-map';
import { splitList } from '../domain/split-list';
import type { ChannelEntity } from './channel.entity';
import { openText } from './sealed-text';

/** A stored channel as selection and relay need it. Throws when a secret cannot be opened. */
export function toRoutableChannel(row: ChannelEntity, secrets: SecretBox): RoutableChannel {
  return {
    target: toTarget(row, secrets),
    isEnabled: row.status === ChannelStatus.Enabled,
    groups: splitList(row.groups),
    models: splitList(row.models),
    priority: row.priority,
    weight: row.weight,
    hasTools: row.isTools,
  };
}

/** The options, with two that have columns of their own: `other` was the API version before there were options. */
function toConfig(row: ChannelEntity, secrets: SecretBox): Record<string, string> {
  const config = mapConfigSecrets(readStringMap('config', row.config), (sealed) => secrets.open(sealed));
  const account = openText(row.gcpAccount, secrets);
  if (row.other !== '') config['api_version'] ||= row.other;
  if (account !== '') config['gcp_account'] = account;
  return config;
}

function toTarget(row: ChannelEntity, secrets: SecretBox): ChannelTarget {
  const proxyUrl = openText(row.proxyUrlSealed, secrets);
  return Object.freeze({
    id: row.id,
    name: row.name,
    type: row.type,
    baseUrl: effectiveBaseUrl(row.type, row.baseUrl),
    key: row.keySealed === '' ? '' : secrets.open(row.keySealed),
    organization: row.organization === '' ? undefined : row.organization,
    modelMapping: new Map(Object.entries(readStringMap('model_mapping', row.modelMapping))),
    headers: Object.freeze(readExtraHeaders('headers', openText(row.headersSealed, secrets))),
    proxyUrl: proxyUrl === '' ? undefined : proxyUrl,
    statusCodeMapping: readStatusMapping('status_code_mapping', row.statusCodeMapping),
    config: Object.freeze(toConfig(row, secrets)),
    ...(row.rateLimited && row.rateLimitCount > 0 ? { requestsPerMinute: row.rateLimitCount } : {}),
  });
}
