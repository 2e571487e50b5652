import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../model/stream-event';
import { SseDecoder } from '../../../transport/sse-decoder';
import type { RequestTarget } from '../../codec';
import { decodePieces } from '../../__fixtures__/upstream-stream';
import { CohereStreamDecoder } from '../decode-stream';

/** The bytes of a stream; its comment says where they are documented. */
export function readStream(name: string): Buffer {
  return readFileSync(join(__dirname, `${name}.sse`));
}

/** https://docs.cohere.com/reference/chat */
export function readAnswer(): string {
  return readFileSync(join(__dirname, 'answer.json'), 'utf8');
}

export const TARGET: RequestTarget = {
  model: 'command-a-reasoning-08-2025',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === 'cohere-chat',
};

export function decodeAll(...pieces: Buffer[]): StreamEvent[] {
  return decodePieces(new SseDecoder(), new CohereStreamDecoder(), pieces);
}
