import type { ChannelTarget } from '@app/channel';
import type { SpokenDialect } from '../upstream-half';
import { isNeverNamedSo, readSuffix, type ThinkingSuffix } from './read-suffix';

export interface UpstreamName {
  model: string;
  /** Taken off the requested name, to be said in the request instead; undefined = the name goes as it is. */
  suffix: ThinkingSuffix | undefined;
}

/** How the requested name was found among the channels'. */
export interface AskedName {
  requested: string;
  /** Name by which the channel was found: the requested one, or that without its suffix. */
  served: string;
  /** What the call is told to the upstream in; undefined = a kind of call that has no thinking. Hardly any name asks. */
  dialectOf: () => SpokenDialect | undefined;
}

/**
 * The name upstream. The channel's model mapping goes first; what it maps the whole name to is an upstream's name, as is a name
 * that the channel lists. Such a name is taken apart only where no upstream has names of this kind, and never when it is mapped
 * to itself. A name that nobody lists is taken apart, and the mapping is asked for what is left.
 */
export function nameUpstream(channel: ChannelTarget, { requested, served, dialectOf }: AskedName): UpstreamName {
  const { modelMapping } = channel;
  const mapped = modelMapping.get(requested);
  const name = mapped ?? requested;
  const suffix = readSuffix(name);
  if (suffix === undefined || mapped === requested) return { model: name, suffix: undefined };
  const dialect = dialectOf();
  if (dialect === undefined) return { model: name, suffix: undefined };
  if ((mapped !== undefined || served === requested) && !isNeverNamedSo(suffix, dialect)) {
    return { model: name, suffix: undefined };
  }
  return { model: mapped === undefined ? (modelMapping.get(suffix.base) ?? suffix.base) : suffix.base, suffix };
}
