import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { DIALECT_OF, isGeminiEndpoint } from '../adapters/decode-call';
import { upstreamAddress, type AddressedCall } from '../adapters/upstream-address';
import { upstreamHeaders, type PassedHeaders } from '../adapters/upstream-headers';
import { requestHead } from '../transport/http1/request-head';
import type { UpstreamRequest } from '../transport/upstream-connections';

/** Addresses and headers per channel, worked out once: a changed channel is a new object and starts anew. */
@Injectable()
export class PreparedUpstreams {
  private readonly prepared = new WeakMap<ChannelTarget, Map<string, UpstreamRequest>>();

  prepare(channel: ChannelTarget, call: AddressedCall, passed: PassedHeaders = NOTHING_PASSED): UpstreamRequest {
    let byKind = this.prepared.get(channel);
    if (byKind === undefined) this.prepared.set(channel, (byKind = new Map<string, UpstreamRequest>()));
    const kind = kindOf(call, passed);
    let upstream = byKind.get(kind);
    if (upstream === undefined) {
      const { origin, path } = upstreamAddress(channel, call);
      const headers = upstreamHeaders(channel, DIALECT_OF[call.endpoint], call.isStream, passed);
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
function kindOf({ endpoint, model, isStream }: AddressedCall, passed: PassedHeaders): string {
  const kind = isStream ? `${endpoint} stream` : endpoint;
  if (isGeminiEndpoint(endpoint)) return `${kind} ${model}`;
  return passed === NOTHING_PASSED ? kind : `${kind} ${JSON.stringify(passed)}`;
}
