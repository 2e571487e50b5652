import type { ChannelTarget } from '@app/channel';
import type { Dialect } from '../model/dialect';
import { upstreamAddress } from './upstream-address';
import type { UpstreamProfile } from './upstream-profile';
import { dialectAt } from './upstream-endpoint';
import { upstreamHeaders } from './upstream-headers';

const OPENAI = 1;
const ANTHROPIC = 14;
const GEMINI = 24;

/** Channel types that speak OpenAI's chat protocol. */
const OPENAI_COMPATIBLE: ReadonlySet<number> = new Set([
  0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 19, 20, 22, 25, 26, 27, 29, 30, 31, 32, 34, 38, 39, 41, 43,
]);

const NONE: readonly Dialect[] = [];
const CHAT: readonly Dialect[] = ['openai-chat'];
const CHAT_AND_RESPONSES: readonly Dialect[] = ['openai-chat', 'openai-responses'];
const MESSAGES: readonly Dialect[] = ['anthropic-messages'];
const GENERATE: readonly Dialect[] = ['gemini-generate'];

/** Upstreams that take a dialect as its owner does: the owners themselves, and everything that is compatible with OpenAI. */
export const PLAIN_PROFILE: UpstreamProfile = {
  dialects: ({ type }) => plainDialects(type),
  hasModelInPath: false,
  address: upstreamAddress,
  headers: (channel: ChannelTarget, call, passed) =>
    upstreamHeaders(channel, dialectAt(call.endpoint), call.isStream, passed),
};

function plainDialects(type: number): readonly Dialect[] {
  switch (type) {
    case OPENAI:
      return CHAT_AND_RESPONSES;
    case ANTHROPIC:
      return MESSAGES;
    case GEMINI:
      return GENERATE;
    default:
      return OPENAI_COMPATIBLE.has(type) ? CHAT : NONE;
  }
}
