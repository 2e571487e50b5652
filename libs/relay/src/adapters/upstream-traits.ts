import type { ChannelTarget } from '@app/channel';
import type { UpstreamTraits } from './codec';
import type { SpokenDialect } from './upstream-half';

const OPENAI = 1;
const OPENROUTER = 20;
const MOONSHOT = 27;
const DEEPSEEK = 38;

const CHAT_TRAITS: ReadonlyMap<number, UpstreamTraits> = new Map([
  [OPENAI, { takesCustomTools: true }],
  [OPENROUTER, { takesCustomTools: false, cacheMarks: 'all' }],
  [MOONSHOT, { takesCustomTools: false, wantsReasoningBack: true }],
  [DEEPSEEK, { takesCustomTools: false, wantsReasoningBack: true }],
]);
const PLAIN_CHAT: UpstreamTraits = { takesCustomTools: false };
const AS_PROMISED: UpstreamTraits = {};

/** How a channel's upstream differs from what its dialect promises. */
export function traitsOf(channel: ChannelTarget, dialect: SpokenDialect): UpstreamTraits {
  return dialect === 'openai-chat' ? (CHAT_TRAITS.get(channel.type) ?? PLAIN_CHAT) : AS_PROMISED;
}

/** Claude's models, by whatever host's name, that answer with no more than 4096 tokens; all later ones take at least the other. */
const SHORT_ANSWERS = /\bclaude-(?:3-(?:opus|sonnet|haiku)|v?2|instant)/;
const SHORT_LIMIT = 4_096;
const USUAL_LIMIT = 8_192;

/** A limit for dialects that insist on one, when the caller named none. The channel's option `max_tokens` goes before. */
export function defaultMaxTokens(channel: ChannelTarget, model: string): number {
  const option = Number(channel.config['max_tokens']);
  if (Number.isInteger(option) && option > 0) return option;
  return SHORT_ANSWERS.test(model) ? SHORT_LIMIT : USUAL_LIMIT;
}
