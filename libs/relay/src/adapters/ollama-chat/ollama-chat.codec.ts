import type { UpstreamHalf } from '../upstream-half';
import { decodeResponse } from './decode-response';
import { OllamaStreamDecoder } from './decode-stream';
import { encodeRequest } from './encode-request';
import { DIALECT } from './ollama-chat.wire';

/** Ollama's own protocol: `/api/chat`, streams as lines of JSON. */
export const ollamaChatCodec: UpstreamHalf = {
  dialect: DIALECT,
  encodeRequest,
  decodeResponse,
  createStreamDecoder: () => new OllamaStreamDecoder(),
};
