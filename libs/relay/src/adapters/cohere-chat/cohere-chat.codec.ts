import type { UpstreamHalf } from '../upstream-half';
import { DIALECT } from './cohere-chat.wire';
import { decodeResponse } from './decode-response';
import { CohereStreamDecoder } from './decode-stream';
import { encodeRequest } from './encode-request';

/** Cohere's Chat API, version 2: `/v2/chat`, streams as server-sent events. */
export const cohereChatCodec: UpstreamHalf = {
  dialect: DIALECT,
  encodeRequest,
  decodeResponse,
  createStreamDecoder: () => new CohereStreamDecoder(),
};
