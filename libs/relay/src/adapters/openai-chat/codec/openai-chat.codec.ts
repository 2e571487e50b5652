import type { Codec } from '../../codec';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { ChatStreamDecoder } from './decode-stream';
import { encodeError } from './encode-error';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { ChatStreamEncoder } from './encode-stream';
import { DIALECT } from './openai-chat.wire';

/** OpenAI's Chat Completions, with what its many followers added. */
export const openAiChatCodec: Codec = {
  dialect: DIALECT,
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder: () => new ChatStreamDecoder(),
  createStreamEncoder: (target) => new ChatStreamEncoder(target),
  encodeError,
};
