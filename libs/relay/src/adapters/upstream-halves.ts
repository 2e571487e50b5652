import { bedrockConverseCodec } from './bedrock-converse/bedrock-converse.codec';
import { cohereChatCodec } from './cohere-chat/cohere-chat.codec';
import { nativeDialect } from './native-dialect';
import { ollamaChatCodec } from './ollama-chat/ollama-chat.codec';
import type { UpstreamDialect } from '../model/dialect';
import type { SpokenDialect, UpstreamHalf } from './upstream-half';

/** The codecs of dialects that callers do not speak. */
const UPSTREAM_ONLY: ReadonlyMap<SpokenDialect, UpstreamHalf> = new Map(
  [bedrockConverseCodec, ollamaChatCodec, cohereChatCodec].map((codec) => [codec.dialect, codec]),
);

export function upstreamHalf(dialect: SpokenDialect): UpstreamHalf {
  if (!isUpstreamOnly(dialect)) return nativeDialect(dialect).codec;
  const half = UPSTREAM_ONLY.get(dialect);
  if (half === undefined) throw new Error(`No codec for ${dialect}`);
  return half;
}

export function isUpstreamOnly(dialect: string): dialect is UpstreamDialect {
  return dialect === 'bedrock-converse' || dialect === 'ollama-chat' || dialect === 'cohere-chat';
}
