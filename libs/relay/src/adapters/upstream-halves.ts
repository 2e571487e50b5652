import { nativeDialect } from './native-dialect';
import type { SpokenDialect, UpstreamHalf, UpstreamOnlyDialect } from './upstream-half';

/** The codecs of dialects that callers do not speak. One line here makes a dialect usable: its addresses are known already. */
export const UPSTREAM_ONLY: ReadonlyMap<SpokenDialect, UpstreamHalf> = new Map<UpstreamOnlyDialect, UpstreamHalf>();

/** Throws for a dialect that nobody can write; dialectsOf names none of those. */
export function upstreamHalf(dialect: SpokenDialect): UpstreamHalf {
  if (!isUpstreamOnly(dialect)) return nativeDialect(dialect).codec;
  const half = UPSTREAM_ONLY.get(dialect);
  if (half === undefined) throw new Error(`No codec for ${dialect}`);
  return half;
}

export function isUpstreamOnly(dialect: string): dialect is UpstreamOnlyDialect {
  return dialect === 'bedrock-converse' || dialect === 'ollama-chat' || dialect === 'cohere-chat';
}

/** The dialect alone, or nothing as long as it has no codec. */
export function usable(dialect: UpstreamOnlyDialect): readonly SpokenDialect[] {
  return UPSTREAM_ONLY.has(dialect) ? [dialect] : [];
}
