import { createHash } from 'node:crypto';
import type { ChannelTarget } from '@app/channel';
import type { TokenGrant } from '../access-tokens';
import { channelMisconfigured } from '../channel-misconfigured';
import { asObject, asString } from '../read-json';

/** A service account, as its JSON says. */
export interface VertexAccount {
  email: string;
  privateKey: string;
  privateKeyId: string | undefined;
  projectId: string | undefined;
  tokenUrl: string | undefined;
}

/** What access tokens are got with, or one that somebody else keeps fresh. */
export type VertexCredential = { grant: TokenGrant } | { token: string };

const accounts = new WeakMap<ChannelTarget, VertexAccount | null>();
const credentials = new WeakMap<ChannelTarget, VertexCredential>();

/** The service account of the option `gcp_account`, else of the key; undefined = there is none. */
export function vertexAccount(channel: ChannelTarget): VertexAccount | undefined {
  let account = accounts.get(channel);
  if (account === undefined) accounts.set(channel, (account = readAccount(channel) ?? null));
  return account ?? undefined;
}

/**
 * A service account, else `client_id`, `client_secret` and `refresh_token`, else the key as a token. Throws AppError when there is
 * nothing of it.
 */
export function vertexCredential(channel: ChannelTarget): VertexCredential {
  let credential = credentials.get(channel);
  if (credential === undefined) credentials.set(channel, (credential = readCredential(channel)));
  return credential;
}

function readCredential(channel: ChannelTarget): VertexCredential {
  const { config, key, proxyUrl } = channel;
  const account = vertexAccount(channel);
  if (account !== undefined) {
    const { email, privateKey, privateKeyId, tokenUrl } = account;
    const id = idOf('service-account', email, privateKey, tokenUrl, proxyUrl);
    return { grant: { kind: 'service-account', id, email, privateKey, privateKeyId, tokenUrl, proxyUrl } };
  }
  const { client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken } = config;
  if (clientId && clientSecret && refreshToken) {
    // To Google's own address only: an option could send the stored secrets to whoever may set it.
    const tokenUrl = undefined;
    const id = idOf('refresh-token', clientId, clientSecret, refreshToken, proxyUrl);
    return { grant: { kind: 'refresh-token', id, clientId, clientSecret, refreshToken, tokenUrl, proxyUrl } };
  }
  if (key !== '') return { token: key };
  throw channelMisconfigured(channel, 'neither a service account nor a refresh token nor a token');
}

function readAccount(channel: ChannelTarget): VertexAccount | undefined {
  const { config, key } = channel;
  const json = config['gcp_account'] || key;
  if (!json.trimStart().startsWith('{')) return undefined;
  let fields: Record<string, unknown> | undefined;
  try {
    fields = asObject(JSON.parse(json));
  } catch {
    throw channelMisconfigured(channel, 'the service account is not valid JSON');
  }
  const email = asString(fields?.['client_email']);
  const privateKey = asString(fields?.['private_key']);
  if (!email || !privateKey)
    throw channelMisconfigured(channel, 'the service account lacks client_email or private_key');
  return {
    email,
    privateKey,
    privateKeyId: asString(fields?.['private_key_id']),
    projectId: asString(fields?.['project_id']),
    tokenUrl: asString(fields?.['token_uri']) || undefined,
  };
}

function idOf(...parts: (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
