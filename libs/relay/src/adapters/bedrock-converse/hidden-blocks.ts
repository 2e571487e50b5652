import type { IndexedBlocks } from '../indexed-blocks';
import { asObject, asString } from '../read-json';
import { DIALECT, type Fields } from './bedrock-converse.wire';

type Hidden =
  | { kind: 'redacted'; data: Buffer[] }
  | { kind: 'image'; mediaType: string; data: Buffer[] }
  | { kind: 'opaque'; start: Fields; deltas: Fields[] };

/** Blocks of a stream that callers get whole: hidden thinking, pictures, and what only Converse knows. */
export class HiddenBlocks {
  private readonly open = new Map<number, Hidden>();

  constructor(private readonly blocks: IndexedBlocks) {}

  startImage(index: number, mediaType: string): void {
    this.begin(index, { kind: 'image', mediaType, data: [] });
  }

  startOpaque(index: number, start: Fields): void {
    this.begin(index, { kind: 'opaque', start, deltas: [] });
  }

  /** Whether the piece belonged to one of these. */
  add(index: number, delta: Fields): boolean {
    const open = this.open.get(index);
    if (open === undefined || open.kind === 'redacted') return false;
    if (open.kind === 'opaque') open.deltas.push(delta);
    else {
      const bytes = asString(asObject(asObject(delta['image'])?.['source'])?.['bytes']);
      if (bytes !== undefined) open.data.push(Buffer.from(bytes, 'base64'));
    }
    return true;
  }

  /** Pieces are base64 each by itself, so they are joined as bytes. */
  addRedacted(index: number, base64: string): void {
    const open = this.open.get(index);
    const data = Buffer.from(base64, 'base64');
    if (open?.kind === 'redacted') open.data.push(data);
    else this.begin(index, { kind: 'redacted', data: [data] });
  }

  stop(index: number): void {
    const open = this.open.get(index);
    if (open === undefined) return;
    this.open.delete(index);
    this.blocks.whole(index, (block) => {
      const place = { choice: 0, block };
      if (open.kind === 'opaque') {
        const value = { start: open.start, deltas: open.deltas };
        return { type: 'opaque', ...place, opaque: { dialect: DIALECT, value } };
      }
      const data = Buffer.concat(open.data).toString('base64');
      if (open.kind === 'image') return { type: 'media', ...place, kind: 'image', mediaType: open.mediaType, data };
      return { type: 'redacted-thinking', ...place, signature: { dialect: DIALECT, value: data } };
    });
  }

  finish(): void {
    for (const index of [...this.open.keys()]) this.stop(index);
  }

  private begin(index: number, hidden: Hidden): void {
    this.stop(index);
    this.open.set(index, hidden);
  }
}
