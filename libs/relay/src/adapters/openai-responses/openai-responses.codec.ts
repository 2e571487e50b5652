import type { Codec } from '../codec';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { ResponsesStreamDecoder } from './decode-stream';
import { encodeError } from './encode-error';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { ResponsesStreamEncoder } from './encode-stream';
import { DIALECT } from './openai-responses.wire';

/** OpenAI's Responses API. */
export const openAiResponsesCodec: Codec = {
  dialect: DIALECT,
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder: () => new ResponsesStreamDecoder(),
  createStreamEncoder: (target) => new ResponsesStreamEncoder(target),
  encodeError,
};
