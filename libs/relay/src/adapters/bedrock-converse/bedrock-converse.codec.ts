import type { UpstreamHalf } from '../upstream-half';
import { DIALECT } from './bedrock-converse.wire';
import { decodeResponse } from './decode-response';
import { ConverseStreamDecoder } from './decode-stream';
import { encodeRequest } from './encode-request';

/** AWS Bedrock's Converse, for models of any maker. Streams are frames, see framing/aws-frame-cutter.ts. */
export const bedrockConverseCodec: UpstreamHalf = {
  dialect: DIALECT,
  encodeRequest,
  decodeResponse,
  createStreamDecoder: () => new ConverseStreamDecoder(),
};
