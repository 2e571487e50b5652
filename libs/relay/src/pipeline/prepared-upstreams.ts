import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { namesModelInPath, type AddressedCall } from '../adapters/upstream-address';
import type { PassedHeaders } from '../adapters/upstream-headers';
import { profileOf } from '../adapters/upstream-profiles';
import { requestHead } from '../transport/http1/request-head';
import type { UpstreamRequest } from '../transport/upstream-connections';

/** Addresses and headers per channel, worked out once: a changed channel is a new object and starts anew. */
@Injectable()
export class PreparedUpstreams {
  private readonly prepared = new WeakMap<ChannelTarget, Map<string, UpstreamRequest>>();

  prepare(channel: ChannelTarget, call: AddressedCall, passed: PassedHeaders = NOTHING_PASSED): UpstreamRequest {
    let byKind = this.prepared.get(channel);
    if (byKind === undefined) this.prepared.set(channel, (byKind = new Map<string, UpstreamRequest>()));
    const profile = profileOf(channel.type);
    const kind = kindOf(call, passed, profile.hasModelInPath);
    let upstream = byKind.get(kind);
    if (upstream === undefined) {
      const { origin, path } = profile.address(channel, call);
      const headers = profile.headers(channel, call, passed);
      upstream = { origin, path, headers, head: requestHead(origin, path, headers) };
      // Callers choose models and features: remembering each must not fill the memory.
      if (byKind.size >= MOST_KINDS) byKind.clear();
      if (kind.length <= LONGEST_KIND) byKind.set(kind, upstream);
    }
    return upstream;
  }
}

const NOTHING_PASSED: PassedHeaders = {};
const MOST_KINDS = 500;
const LONGEST_KIND = 1_000;

/** What address and headers depend on. */
function kindOf({ endpoint, model, isStream }: AddressedCall, passed: PassedHeaders, hasModelInPath: boolean): string {
  let kind: string = isStream ? `${endpoint} stream` : endpoint;
  if (hasModelInPath || namesModelInPath(endpoint)) kind = `${kind} ${model}`;
  return passed === NOTHING_PASSED ? kind : `${kind} ${JSON.stringify(passed)}`;
}
