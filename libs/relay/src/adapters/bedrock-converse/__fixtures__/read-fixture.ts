import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../model/stream-event';
import type { WireEvent } from '../../../model/wire-event';
import type { RequestTarget } from '../../codec';
import { codec, frames } from '../../framing/__fixtures__/aws-frames';
import { AwsFrameCutter } from '../../framing/aws-frame-cutter';
import { decodePieces } from '../../__fixtures__/upstream-stream';
import { ConverseStreamDecoder } from '../decode-stream';

/** Name and payload of each frame; the first line of the file says where they are documented. */
export function readEvents(name: string): WireEvent[] {
  const lines = readFileSync(join(__dirname, `${name}.frames.txt`), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const space = line.indexOf(' ');
    return { event: line.slice(0, space), data: line.slice(space + 1) };
  });
}

/** The bytes of a stream. */
export function readStream(name: string): Buffer {
  return frames(readEvents(name));
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function readAnswer(): string {
  return readFileSync(join(__dirname, 'answer.json'), 'utf8');
}

export const TARGET: RequestTarget = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === 'bedrock-converse',
};

export function decodeAll(...pieces: Buffer[]): StreamEvent[] {
  return decodePieces(new AwsFrameCutter(codec), new ConverseStreamDecoder(), pieces);
}
