import type { ChannelTarget } from '@app/channel';
import type { Dialect } from '../model/dialect';
import { isEmbed, type Endpoint } from './decode-call';
import type { SpokenDialect } from './upstream-half';
import { isUpstreamOnly } from './upstream-halves';
import { profileOf } from './upstream-profiles';

const KNOWN: ReadonlySet<string> = new Set<Dialect>([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
]);

const declared = new WeakMap<ChannelTarget, readonly SpokenDialect[]>();

/**
 * What a channel's upstream speaks, the first being the one that others are converted to. The channel's option `protocols`
 * (names with commas) says it for upstreams that know more or less than their type. `model` is the caller's name: some
 * upstreams speak a dialect per family of models.
 */
export function dialectsOf(channel: ChannelTarget, model: string): readonly SpokenDialect[] {
  const option = channel.config['protocols'];
  if (option !== undefined && option !== '') return declaredDialects(channel, option);
  return profileOf(channel.type).dialects(channel, model);
}

function declaredDialects(channel: ChannelTarget, option: string): readonly SpokenDialect[] {
  let dialects = declared.get(channel);
  if (dialects === undefined) {
    dialects = option
      .split(',')
      .map((name) => name.trim())
      .filter((name): name is SpokenDialect => KNOWN.has(name) || isUpstreamOnly(name));
    declared.set(channel, dialects);
  }
  return dialects;
}

/** Kinds of calls that only their own dialect has. */
export function isConvertible(endpoint: Endpoint): boolean {
  return endpoint !== 'completions' && endpoint !== 'embeddings' && endpoint !== 'compact';
}

/** How well a channel serves a call: 2 = in its own words, 1 = by conversion, 0 = not at all. */
export function fitnessOf(channel: ChannelTarget, dialect: Dialect, endpoint: Endpoint, model: string): 0 | 1 | 2 {
  const dialects = dialectsOf(channel, model);
  if (dialects.includes(dialect)) return profileOf(channel.type).lacks?.has(endpoint) === true ? 0 : 2;
  // Of embeddings there are two forms: Gemini's goes into OpenAI's.
  if (isEmbed(endpoint)) return dialects.includes('openai-chat') ? 1 : 0;
  return dialects.length > 0 && isConvertible(endpoint) ? 1 : 0;
}

/** The dialect in which a channel is told how much to think; undefined = calls of this kind have no thinking. */
export function thinkingDialectOf(
  channel: ChannelTarget,
  dialect: Dialect,
  endpoint: Endpoint,
  model: string,
): SpokenDialect | undefined {
  if (isEmbed(endpoint) || !isConvertible(endpoint)) return undefined;
  const dialects = dialectsOf(channel, model);
  return dialects.includes(dialect) ? dialect : dialects[0];
}
