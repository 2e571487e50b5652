import type { ChannelTarget } from '@app/channel';
import { channelMisconfigured } from '../channel-misconfigured';
import { asObject, asString } from '../read-json';
import { vertexAccount } from './vertex-credential';
import { isClaude, vertexModelId } from './vertex-model';

const GLOBAL = 'global';
/** Claude 3 was never offered everywhere at once; this is where all of it is. */
const HOME_OF_CLAUDE_3 = 'us-east5';
/** Locations get into host names. */
const LOCATION = /^[a-z0-9-]{1,40}$/;
const PROJECT = /^[a-z0-9:.-]{1,100}$/;

/**
 * Where a model is called: the option `region`, which is one location or a JSON object of locations by model with `default`
 * for the rest. Without it, where the model is to be had.
 */
export function locationOf(channel: ChannelTarget, model: string): string {
  const option = channel.config['region']?.trim() ?? '';
  const told = option.startsWith('{') ? fromTable(channel, option, model) : option;
  const location = told || (/^claude-3-/.test(model) ? HOME_OF_CLAUDE_3 : GLOBAL);
  if (!LOCATION.test(location)) throw channelMisconfigured(channel, `${location.slice(0, 40)} is no location`);
  return location;
}

export function projectOf(channel: ChannelTarget): string {
  const project = channel.config['project_id'] || vertexAccount(channel)?.projectId || '';
  if (!PROJECT.test(project)) throw channelMisconfigured(channel, 'the project is missing or is none');
  return project;
}

/** The channel's own address goes before the location's. */
export function vertexUrl(channel: ChannelTarget, location: string): string {
  if (channel.baseUrl !== '') return channel.baseUrl;
  if (location === GLOBAL) return 'https://aiplatform.googleapis.com';
  // Locations of several regions have hosts of their own.
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** Path of a model up to its method. */
export function modelPath(channel: ChannelTarget, location: string, model: string): string {
  const publisher = isClaude(model) ? 'anthropic' : 'google';
  const id = encodeURIComponent(vertexModelId(model)).replaceAll('%40', '@');
  return `/v1/projects/${projectOf(channel)}/locations/${location}/publishers/${publisher}/models/${id}`;
}

function fromTable(channel: ChannelTarget, json: string, model: string): string | undefined {
  let table: Record<string, unknown> | undefined;
  try {
    table = asObject(JSON.parse(json));
  } catch {
    throw channelMisconfigured(channel, 'region is neither a location nor a JSON object of them');
  }
  return asString(table?.[model]) ?? asString(table?.[vertexModelId(model)]) ?? asString(table?.['default']);
}
