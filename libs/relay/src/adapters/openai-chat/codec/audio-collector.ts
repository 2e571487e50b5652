import type { Restful } from '../../../model/dialect';
import type { StreamEvent } from '../../../model/stream-event';
import { keepRest } from '../../carry-rest';
import { asString, without } from '../../read-json';
import { DIALECT, type Fields } from './openai-chat.wire';

/** The only format that OpenAI streams. */
const STREAMED = 'audio/pcm';

const PIECES: ReadonlySet<string> = new Set(['data', 'transcript']);

/** Speech comes in pieces, its words beside it; the neutral stream knows complete files. */
export class AudioCollector {
  private readonly pieces: Buffer[] = [];
  private transcript = '';
  private rest: Fields = {};

  add(wire: Fields | undefined): void {
    if (wire === undefined) return;
    const data = asString(wire['data']);
    if (data !== undefined) this.pieces.push(Buffer.from(data, 'base64'));
    this.transcript += asString(wire['transcript']) ?? '';
    this.rest = { ...this.rest, ...without(wire, PIECES) };
  }

  finish(choice: number, nextBlock: () => number): StreamEvent | undefined {
    if (this.pieces.length === 0) return undefined;
    const data = Buffer.concat(this.pieces).toString('base64');
    const media = { type: 'media', choice, block: nextBlock(), kind: 'audio', mediaType: STREAMED, data } as const;
    const fields = { ...this.rest, transcript: this.transcript };
    const kept = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`audio.${name}`, value]));
    return keepRest<typeof media & Restful>({ ...media }, DIALECT, kept);
  }
}
