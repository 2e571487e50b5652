import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/platform';
import { channelFieldError } from '../domain/channel-field-error';
import { checkOnDisconnect } from '../domain/check-on-disconnect';
import { CHANNEL_TYPES, effectiveBaseUrl, needsBaseUrl, OPENAI_CHANNEL_TYPE } from '../domain/channel-types';
import { ChannelStatus } from '../domain/channel-status';
import { mapConfigSecrets, mergeConfigSecrets } from '../domain/config-secrets';
import { isCredentialHeader, mergeMaskedHeaders } from '../domain/credential-headers';
import { keyHint } from '../domain/key-hint';
import { isMaskedProxyUrl, shownProxyUrl } from '../domain/mask-proxy-url';
import { readExtraHeaders } from '../domain/read-extra-headers';
import { readStatusMapping } from '../domain/read-status-mapping';
import { readStringMap } from '../domain/read-string-map';
import { SECRET_MASK, secretMissing } from '../domain/secret-mask';
import { splitList } from '../domain/split-list';
import type { ChannelColumns } from '../persistence/channel.repository';
import { openText, openTextIfReadable } from '../persistence/sealed-text';
import { TEXT_BYTES } from '../persistence/text-bytes';
import { ChannelAddresses } from './channel-addresses';
import type { ChannelInput } from './channel-input';

const DEFAULT_GROUP = 'default';
const LONGEST_GROUP = 64;
const LONGEST_GROUP_LIST = 255;
const LONGEST_MODEL = 191;

const NEW_CHANNEL: ChannelColumns = {
  type: OPENAI_CHANNEL_TYPE,
  keySealed: '',
  keyHint: '',
  organization: '',
  status: ChannelStatus.Enabled,
  name: '',
  weight: 0,
  baseUrl: '',
  other: '',
  models: '',
  tags: '',
  groups: DEFAULT_GROUP,
  modelMapping: '',
  headersSealed: '',
  priority: 0,
  autoBan: 1,
  isTools: true,
  claudeOriginalRequest: false,
  testedTimeSeconds: 0,
  modelTest: '',
  rateLimited: false,
  rateLimitCount: 0,
  isImageUrlEnabled: 0,
  statusCodeMapping: '',
  config: '',
  proxyUrlSealed: '',
  gcpAccount: '',
  supportsCacheControl: false,
};

/** Turns what clients send into columns, or says with a 422 what is wrong with it. */
@Injectable()
export class ChannelInputReader {
  constructor(
    private readonly secrets: SecretBox,
    private readonly addresses: ChannelAddresses,
  ) {}

  /** All columns of a new channel, without its key. */
  readNew(input: ChannelInput): ChannelColumns {
    const columns = { ...NEW_CHANNEL, ...this.readFields(input, NEW_CHANNEL) };
    this.checkWhole(columns);
    this.checkAddresses(columns, undefined);
    return columns;
  }

  /** The columns in which `input` differs from what is stored. */
  readChanges(input: ChannelInput, stored: ChannelColumns): Partial<ChannelColumns> {
    const key = input.key?.trim() ?? '';
    const fields = { ...this.readFields(input, stored), ...(key === '' ? {} : this.keyColumns(key)) };
    const columns = { ...stored, ...fields };
    this.checkWhole(columns);
    this.checkAddresses(columns, stored);
    const changed = Object.entries(fields).filter(([name, value]) => stored[name as keyof ChannelColumns] !== value);
    return Object.fromEntries(changed);
  }

  /** Whether credentials among the headers stay as stored, unseen by whoever sends this. */
  keepsHeaderSecrets(input: ChannelInput, stored: ChannelColumns): boolean {
    const text = openTextIfReadable(stored.headersSealed, this.secrets);
    const credentials = Object.entries(readStringMap('headers', text)).filter(([name, value]) =>
      isCredentialHeader(name, value),
    );
    if (credentials.length === 0) return false;
    const sent = ifGiven(input.headers, (value) => readExtraHeaders('headers', value));
    return credentials.some(([name]) => sent === undefined || sent[name] === SECRET_MASK);
  }

  /** One key for each line; one empty key when there is none. */
  splitKeys(text: string): string[] {
    const keys = text.split(/\r?\n/).map((line) => line.trim());
    const given = keys.filter((key) => key !== '');
    return given.length === 0 ? [''] : given;
  }

  keyColumns(key: string): Pick<ChannelColumns, 'keySealed' | 'keyHint'> {
    return { keySealed: this.seal('key', key), keyHint: keyHint(key) };
  }

  private readFields(input: ChannelInput, stored: ChannelColumns): Partial<ChannelColumns> {
    return withoutAbsent({
      type: input.type,
      organization: input.openai_organization?.trim(),
      status: input.status,
      name: input.name?.trim(),
      weight: input.weight,
      baseUrl: ifGiven(input.base_url, (text) => this.addresses.readBaseUrl(text)),
      other: input.other?.trim(),
      models: ifGiven(input.models, readModels),
      tags: input.tags?.trim(),
      groups: ifGiven(input.group, readGroups),
      modelMapping: ifGiven(input.model_mapping, (value) =>
        mapText('model_mapping', readStringMap('model_mapping', value)),
      ),
      headersSealed: ifGiven(input.headers, (value) => this.readHeaders(value, stored.headersSealed)),
      statusCodeMapping: ifGiven(input.status_code_mapping, readStatusMappingText),
      config: ifGiven(input.config, (value) => this.readConfig(value, stored.config)),
      priority: input.priority,
      autoBan: input.auto_ban,
      isTools: input.is_tools,
      claudeOriginalRequest: input.claude_original_request,
      testedTimeSeconds: input.tested_time,
      modelTest: input.model_test?.trim(),
      rateLimited: input.rate_limited,
      rateLimitCount: input.rate_limit_count,
      isImageUrlEnabled: input.is_image_url_enabled,
      proxyUrlSealed: ifGiven(input.proxy_url, (text) => this.readProxyUrl(text, stored.proxyUrlSealed)),
      gcpAccount: ifGiven(input.gcp_account, (text) => this.seal('gcp_account', text.trim())),
      supportsCacheControl: input.supports_cache_control,
    });
  }

  private checkWhole(columns: ChannelColumns): void {
    if (columns.name === '') throw channelFieldError('name', { zh: '不能为空', en: 'must not be empty' });
    if (!CHANNEL_TYPES.has(columns.type))
      throw channelFieldError('type', { zh: '未知的渠道类型', en: 'is not a known type' });
    if (columns.baseUrl === '' && needsBaseUrl(columns.type)) {
      throw channelFieldError('base_url', { zh: '该渠道类型必须填写', en: 'is required for this type of channel' });
    }
  }

  /** Only what changes is checked: a channel that is no longer allowed can still be switched off. */
  private checkAddresses(columns: ChannelColumns, stored: ChannelColumns | undefined): void {
    const baseUrl = effectiveBaseUrl(columns.type, columns.baseUrl);
    const isNew = stored === undefined || effectiveBaseUrl(stored.type, stored.baseUrl) !== baseUrl;
    if (isNew && baseUrl !== '') this.addresses.requireAllowedBaseUrl(baseUrl);
    const { proxyUrlSealed } = columns;
    if (proxyUrlSealed !== '' && proxyUrlSealed !== stored?.proxyUrlSealed) {
      this.addresses.requireAllowedProxy(openText(proxyUrlSealed, this.secrets));
    }
  }

  /** Returns `storedSealed` itself when nothing changes: sealing anew would look like a change. */
  private readProxyUrl(text: string, storedSealed: string): string {
    const stored = openTextIfReadable(storedSealed, this.secrets);
    if (text.trim() === shownProxyUrl(stored)) return storedSealed;
    const url = this.addresses.readProxyUrl(text);
    if (url === stored) return storedSealed;
    // The stored password belongs to the stored address; it must not travel to another one.
    if (isMaskedProxyUrl(url)) throw secretMissing('proxy_url');
    return this.seal('proxy_url', url);
  }

  /** As with the proxy: unchanged headers come back as they are stored. */
  private readHeaders(value: unknown, storedSealed: string): string {
    const stored = openTextIfReadable(storedSealed, this.secrets);
    if (stored === undefined && value === SECRET_MASK) return storedSealed;
    const known = stored === undefined ? undefined : readExtraHeaders('headers', stored);
    const text = mapText('headers', mergeMaskedHeaders(known, readExtraHeaders('headers', value)));
    return text === stored ? storedSealed : this.seal('headers', text);
  }

  private readConfig(value: unknown, stored: string): string {
    if (typeof value === 'string' && value.trim() === '') return '';
    const config = readStringMap('config', value);
    checkOnDisconnect(config);
    const sent = mapConfigSecrets(config, (secret) => this.seal('config', secret));
    return mapText('config', mergeConfigSecrets(readStringMap('config', stored), sent));
  }

  private seal(field: string, plain: string): string {
    return plain === '' ? '' : fitting(field, this.secrets.seal(plain));
  }
}

function readModels(text: string): string {
  const models = splitList(text);
  const tooLong = models.find((model) => model.length > LONGEST_MODEL);
  if (tooLong !== undefined) {
    throw channelFieldError('models', {
      zh: `模型名称过长（最多 ${LONGEST_MODEL} 个字符）：${tooLong.slice(0, 40)}…`,
      en: `a model name is longer than ${LONGEST_MODEL} characters: ${tooLong.slice(0, 40)}…`,
    });
  }
  return fitting('models', models.join(','));
}

function readGroups(text: string): string {
  const groups = splitList(text);
  const list = groups.join(',');
  if (groups.some((group) => group.length > LONGEST_GROUP) || list.length > LONGEST_GROUP_LIST) {
    throw channelFieldError('group', {
      zh: `每个分组最多 ${LONGEST_GROUP} 个字符，合计最多 ${LONGEST_GROUP_LIST} 个字符`,
      en: `each group has at most ${LONGEST_GROUP} characters, the whole list ${LONGEST_GROUP_LIST}`,
    });
  }
  return list === '' ? DEFAULT_GROUP : list;
}

function readStatusMappingText(value: unknown): string {
  const entries = [...readStatusMapping('status_code_mapping', value)].map(([from, to]) => [from, String(to)]);
  return mapText('status_code_mapping', Object.fromEntries(entries) as Record<string, string>);
}

function mapText(field: string, map: Record<string, string>): string {
  return Object.keys(map).length === 0 ? '' : fitting(field, JSON.stringify(map));
}

function fitting(field: string, text: string): string {
  if (Buffer.byteLength(text) <= TEXT_BYTES) return text;
  throw channelFieldError(field, { zh: '内容过长', en: 'is too long' });
}

function ifGiven<T, R>(value: T | null | undefined, read: (value: T) => R): R | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function withoutAbsent<T extends object>(fields: { [K in keyof T]: T[K] | null | undefined }): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<T>;
}
