import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { AppError } from '@app/kernel';
import type { OpenAiEndpoint } from '../adapters/openai-chat/decode-request';
import { upstreamHeaders } from '../adapters/openai-chat/upstream-headers';
import { OPENAI_COMPATIBLE_TYPES, upstreamAddress } from '../adapters/openai-chat/upstream-path';
import { requestHead } from '../transport/http1/request-head';
import type { UpstreamRequest } from '../transport/upstream-connections';

/** Addresses and headers per channel, worked out once: a changed channel is a new object and starts anew. */
@Injectable()
export class PreparedUpstreams {
  private readonly prepared = new WeakMap<ChannelTarget, Map<string, UpstreamRequest>>();

  prepare(channel: ChannelTarget, endpoint: OpenAiEndpoint, isStream: boolean): UpstreamRequest {
    let byKind = this.prepared.get(channel);
    if (byKind === undefined) this.prepared.set(channel, (byKind = new Map<string, UpstreamRequest>()));
    const kind = isStream ? `${endpoint} stream` : endpoint;
    let upstream = byKind.get(kind);
    if (upstream === undefined) {
      if (!OPENAI_COMPATIBLE_TYPES.has(channel.type)) throw unsupportedType(channel);
      const { origin, path } = upstreamAddress(channel, endpoint);
      const headers = upstreamHeaders(channel, isStream);
      upstream = { origin, path, headers, head: requestHead(origin, path, headers) };
      byKind.set(kind, upstream);
    }
    return upstream;
  }
}

function unsupportedType(channel: ChannelTarget): AppError {
  return new AppError(
    'channel_type_unsupported',
    { zh: '该渠道类型暂不支持此接口', en: 'The type of this channel does not serve this endpoint' },
    { status: 503, retry: 'other-channel', staffDetail: `channel #${channel.id} has type ${channel.type}` },
  );
}
