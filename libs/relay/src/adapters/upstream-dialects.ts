import type { ChannelTarget } from '@app/channel';
import type { Dialect } from '../model/dialect';
import { isEmbed, type Endpoint } from './decode-call';

const OPENAI = 1;
const ANTHROPIC = 14;
const GEMINI = 24;

/** Channel types that speak OpenAI's chat protocol. */
const OPENAI_COMPATIBLE: ReadonlySet<number> = new Set([
  0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 19, 20, 22, 25, 26, 27, 29, 30, 31, 32, 34, 38, 39, 41, 43,
]);

const KNOWN: ReadonlySet<string> = new Set<Dialect>([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
]);

const NONE: readonly Dialect[] = [];
const CHAT: readonly Dialect[] = ['openai-chat'];
const CHAT_AND_RESPONSES: readonly Dialect[] = ['openai-chat', 'openai-responses'];
const MESSAGES: readonly Dialect[] = ['anthropic-messages'];
const GENERATE: readonly Dialect[] = ['gemini-generate'];

const declared = new WeakMap<ChannelTarget, readonly Dialect[]>();

/**
 * What a channel's upstream speaks, the first being the one that others are converted to. The channel's option `protocols`
 * (names with commas) says it for upstreams that know more or less than their type.
 */
export function dialectsOf(channel: ChannelTarget): readonly Dialect[] {
  const option = channel.config['protocols'];
  if (option !== undefined && option !== '') return declaredDialects(channel, option);
  switch (channel.type) {
    case OPENAI:
      return CHAT_AND_RESPONSES;
    case ANTHROPIC:
      return MESSAGES;
    case GEMINI:
      return GENERATE;
    default:
      return OPENAI_COMPATIBLE.has(channel.type) ? CHAT : NONE;
  }
}

function declaredDialects(channel: ChannelTarget, option: string): readonly Dialect[] {
  let dialects = declared.get(channel);
  if (dialects === undefined) {
    dialects = option
      .split(',')
      .map((name) => name.trim())
      .filter((name): name is Dialect => KNOWN.has(name));
    declared.set(channel, dialects);
  }
  return dialects;
}

export const ENDPOINT_OF: Readonly<Record<Dialect, Endpoint>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'gemini-generate': 'generate',
};

/** Kinds of calls that only their own dialect has. */
export function isConvertible(endpoint: Endpoint): boolean {
  return endpoint !== 'completions' && endpoint !== 'embeddings' && endpoint !== 'compact';
}

/** How well a channel serves a call: 2 = in its own words, 1 = by conversion, 0 = not at all. */
export function fitnessOf(channel: ChannelTarget, dialect: Dialect, endpoint: Endpoint): 0 | 1 | 2 {
  const dialects = dialectsOf(channel);
  if (dialects.includes(dialect)) return 2;
  // Of embeddings there are two forms: Gemini's goes into OpenAI's.
  if (isEmbed(endpoint)) return dialects.includes('openai-chat') ? 1 : 0;
  return dialects.length > 0 && isConvertible(endpoint) ? 1 : 0;
}
