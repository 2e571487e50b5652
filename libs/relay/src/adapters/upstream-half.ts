import type { Dialect, UpstreamDialect } from '../model/dialect';
import type { Codec } from './codec';

/** What an upstream may speak. */
export type SpokenDialect = Dialect | UpstreamDialect;

/** What is needed of a codec to talk to an upstream in its dialect; the rest of one is for callers. */
export interface UpstreamHalf extends Pick<Codec, 'encodeRequest' | 'decodeResponse' | 'createStreamDecoder'> {
  readonly dialect: SpokenDialect;
}
