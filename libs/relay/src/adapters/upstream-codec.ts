import type { UpstreamDialect } from '../model/dialect';
import type { Codec } from './codec';

/**
 * A protocol that only upstreams speak: requests are written in it, answers and streams read from it. What `Codec` says of
 * these three holds here too.
 */
export interface UpstreamCodec extends Pick<Codec, 'encodeRequest' | 'decodeResponse' | 'createStreamDecoder'> {
  readonly dialect: UpstreamDialect;
}
