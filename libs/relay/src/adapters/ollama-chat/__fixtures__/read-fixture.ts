import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../model/stream-event';
import type { RequestTarget } from '../../codec';
import { NdjsonCutter } from '../../framing/ndjson-cutter';
import { decodePieces } from '../../__fixtures__/upstream-stream';
import { OllamaStreamDecoder } from '../decode-stream';

/** The bytes of a stream; the first line of the file says where they are documented. */
export function readStream(name: string): Buffer {
  const file = readFileSync(join(__dirname, `${name}.ndjson`), 'utf8');
  return Buffer.from(file.replace(/^#.*\n/, ''));
}

/** https://docs.ollama.com/api/chat */
export function readAnswer(): string {
  return readFileSync(join(__dirname, 'answer.json'), 'utf8');
}

export const TARGET: RequestTarget = {
  model: 'qwen3',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === 'ollama-chat',
};

export function decodeAll(...pieces: Buffer[]): StreamEvent[] {
  return decodePieces(new NdjsonCutter(), new OllamaStreamDecoder(), pieces);
}
