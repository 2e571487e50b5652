import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { logDay } from './log-time';

/** `<prefix>-YYYYMMDD.log` in a folder; a new file begins with each day. */
export class DailyFile {
  private day = '';
  private stream: WriteStream | undefined;

  constructor(
    private readonly directory: string,
    private readonly prefix: string,
  ) {
    mkdirSync(directory, { recursive: true });
  }

  write(line: string, nowMs: number): void {
    const day = logDay(nowMs);
    if (day !== this.day || this.stream === undefined) this.open(day);
    this.stream?.write(line);
  }

  /** Resolves once everything written is on its way to the disk. */
  async close(): Promise<void> {
    const stream = this.stream;
    this.stream = undefined;
    if (stream === undefined || stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.end();
    });
  }

  private open(day: string): void {
    this.stream?.end();
    this.day = day;
    const stream = createWriteStream(join(this.directory, `${this.prefix}-${day}.log`), { flags: 'a' });
    // A full or read-only disk must not end the gateway; standard output still has the lines.
    stream.on('error', (error) => process.stderr.write(`[ERR] log file ${this.prefix}: ${error.message}\n`));
    this.stream = stream;
  }
}
