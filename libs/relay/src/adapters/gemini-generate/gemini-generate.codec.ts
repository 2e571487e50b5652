import type { Codec } from '../codec';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { createStreamDecoder } from './decode-stream';
import { encodeError } from './encode-error';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { createStreamEncoder } from './encode-stream';
import { DIALECT } from './gemini-generate.wire';

export const geminiGenerateCodec: Codec = {
  dialect: DIALECT,
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder,
  createStreamEncoder,
  encodeError,
};
