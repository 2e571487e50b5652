import type { ChannelSelector, ChannelTarget, SelectionResult } from '@app/channel';
import { DIALECT_OF, type Endpoint } from '../adapters/decode-call';
import { fitnessOf } from '../adapters/upstream-dialects';
import { compactionUnsupported, previousNotFound } from '../responses/response-errors';
import type { RelayCall } from './relay-call';

/**
 * Where the next attempt goes. A call that follows a response goes to the channel that made it, if that still takes calls,
 * and so does one that brings back encrypted reasoning, which `issuer` made.
 */
export function selectChannel(selector: ChannelSelector, call: RelayCall, issuer?: number): SelectionResult {
  const { continuation, forcedChannelId } = call;
  const { model, needsTools, endpoint, state } = call.request!;
  const wish = {
    group: call.caller!.group,
    model: call.servedModel || model,
    needsTools,
    excluded: excludedFrom(call),
    forcedChannelId,
    fitness: FITNESS[endpoint],
  };
  const owner = continuation === undefined ? issuer : continuation.ownerChannelId;
  if (owner !== undefined && (forcedChannelId ?? owner) === owner) {
    const own = selector.select({ ...wish, forcedChannelId: owner });
    if (own.ok && FITNESS[endpoint](own.channel, model) === NATIVE) return own;
  }
  if (continuation !== undefined && continuation.expanded === undefined)
    return { ok: false, error: previousNotFound(state?.previousId ?? '') };
  const selection = selector.select(wish);
  return endpoint === 'compact' && !selection.ok && selection.error.code === 'no_available_channel'
    ? { ok: false, error: compactionUnsupported(model) }
    : selection;
}

function excludedFrom({ triedChannels, fullChannels }: RelayCall): ReadonlySet<number> {
  if (fullChannels.size === 0) return triedChannels;
  return new Set([...triedChannels, ...fullChannels]);
}

const NATIVE = 2;

/** How well a channel serves each kind of call; made once, since selection asks with every call. */
const FITNESS = Object.fromEntries(
  Object.entries(DIALECT_OF).map(([endpoint, dialect]) => [
    endpoint,
    (channel: ChannelTarget, model: string) => fitnessOf(channel, dialect, endpoint as Endpoint, model),
  ]),
) as Record<Endpoint, (channel: ChannelTarget, model: string) => number>;
