import type { Codec } from '../codec';
import { DIALECT } from './anthropic-messages.wire';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { AnthropicStreamDecoder } from './decode-stream';
import { encodeError } from './encode-error';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { AnthropicStreamEncoder } from './encode-stream';

/** Anthropic's Messages API. */
export const anthropicMessagesCodec: Codec = {
  dialect: DIALECT,
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder: () => new AnthropicStreamDecoder(),
  createStreamEncoder: (target) => new AnthropicStreamEncoder(target),
  encodeError,
};
