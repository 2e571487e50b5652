export interface FetchedMedia {
  mediaType: string;
  /** Base64. */
  data: string;
}

interface Entry {
  media: FetchedMedia;
  until: number;
}

/** What was fetched a short while ago, within a bounded memory: conversations repeat their pictures with every call. */
export class MediaCache {
  private readonly entries = new Map<string, Entry>();
  private size = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly keepMs: number,
  ) {}

  get(key: string, now: number): FetchedMedia | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.until > now) return entry?.media;
    this.drop(key, entry);
    return undefined;
  }

  put(key: string, media: FetchedMedia, now: number): void {
    const before = this.entries.get(key);
    if (before !== undefined) this.drop(key, before);
    const entry = { media, until: now + this.keepMs };
    const size = sizeOf(key, entry);
    if (size > this.maxBytes) return;
    this.entries.set(key, entry);
    this.size += size;
    // Entries stand in the order in which they end.
    for (const [oldest, old] of this.entries) {
      if (this.size <= this.maxBytes && old.until > now) break;
      this.drop(oldest, old);
    }
  }

  private drop(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.size -= sizeOf(key, entry);
  }
}

function sizeOf(key: string, { media }: Entry): number {
  return key.length + media.data.length;
}
