import type { ChannelTarget } from '@app/channel';
import type { Endpoint } from '../decode-call';

/** Where a channel's callers get the thinking of its upstream. */
export interface ThinkingOptions {
  /** Option `thinking_to_content`: thinking is given as `<think>…</think>` within the text. */
  toContent: boolean;
  /** Option `content_to_thinking`: a `<think>…</think>` that begins the upstream's text is thinking. */
  toThinking: boolean;
}

const ON: ReadonlySet<string> = new Set(['true', '1', 'on', 'yes']);
const known = new WeakMap<ChannelTarget, ThinkingOptions | null>();

/** Undefined = thinking stays where the upstream puts it, as it does in answers that are no chat's. */
export function thinkingOptionsOf(channel: ChannelTarget, endpoint: Endpoint): ThinkingOptions | undefined {
  let options = known.get(channel);
  if (options === undefined) {
    const toContent = isOn(channel.config['thinking_to_content']);
    const toThinking = isOn(channel.config['content_to_thinking']);
    options = toContent || toThinking ? { toContent, toThinking } : null;
    known.set(channel, options);
  }
  return options !== null && hasThinking(endpoint) ? options : undefined;
}

function isOn(option: string | undefined): boolean {
  return option !== undefined && ON.has(option.trim().toLowerCase());
}

function hasThinking(endpoint: Endpoint): boolean {
  return endpoint === 'chat' || endpoint === 'responses' || endpoint === 'messages' || endpoint === 'generate';
}
