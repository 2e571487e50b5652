import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { CounterRecord } from './slot-counter';

type Counters = readonly [string, CounterRecord][];

/** Counters on disk. A file is replaced whole: whoever reads it finds the old one or the new one. */
export class CounterFile {
  private readonly draft: string;

  constructor(private readonly path: string) {
    this.draft = `${path}.new`;
  }

  /** None when there is no file. Throws for one that nobody here has written. */
  read(): Counters {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || !value.every(isCounter)) throw new Error(`${this.path} holds no counters`);
    return value;
  }

  async write(counters: Counters): Promise<void> {
    await writeFile(this.draft, JSON.stringify(counters));
    await rename(this.draft, this.path);
  }

  /** For the last time; nothing to keep leaves no file. */
  writeNow(counters: Counters): void {
    if (counters.length === 0) return rmSync(this.path, { force: true });
    writeFileSync(this.draft, JSON.stringify(counters));
    renameSync(this.draft, this.path);
  }
}

function isCounter(value: unknown): value is [string, CounterRecord] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const { slotMs, endsAtMs, slots } = (value[1] ?? {}) as Partial<CounterRecord>;
  return Number.isInteger(slotMs) && Number.isInteger(endsAtMs) && Array.isArray(slots) && slots.every(isSlot);
}

function isSlot(value: unknown): boolean {
  return (
    Array.isArray(value) && Number.isInteger(value[0]) && typeof value[1] === 'string' && /^\d{1,19}$/.test(value[1])
  );
}
