import type { UpstreamCodec } from '../upstream-codec';
import { decodeResponse } from './decode-response';
import { OllamaStreamDecoder } from './decode-stream';
import { encodeRequest } from './encode-request';
import { DIALECT } from './ollama-chat.wire';

/** Ollama's own protocol: `/api/chat`, streams as lines of JSON. */
export const ollamaChatCodec: UpstreamCodec = {
  dialect: DIALECT,
  encodeRequest,
  decodeResponse,
  createStreamDecoder: () => new OllamaStreamDecoder(),
};
