import { STATUS_CODES } from 'node:http';
import type { CallerResponse } from '../../pipeline/caller-response';

/** What a response needs of the connection it goes out on. */
export interface ResponseLine {
  /** Writes latin1 text, bytes and latin1 text as one; false = the caller is behind. */
  write(start: string, body?: Buffer, tail?: string): boolean;
  /** The answer is complete; `closes` = the connection ends with it. */
  complete(closes: boolean): void;
  destroy(): void;
}

/**
 * The answer to one call, written straight to the connection. Its writer may speak up after the end: by then the connection
 * may carry the call of another, who must not notice.
 */
export class DirectResponse implements CallerResponse {
  onGone: (() => void) | undefined = undefined;
  onDrain: (() => void) | undefined = undefined;
  /** Head of a stream, until it goes out with the first piece. */
  private head = '';
  private closes = false;

  constructor(private line: ResponseLine | undefined) {}

  whole(status: number, headers: string[], body: Buffer | string, closes: boolean): void {
    this.closes = closes;
    this.line?.write(`${headText(status, headers, closes)}\r\n`, toBytes(body));
    this.complete();
  }

  begin(status: number, headers: string[], closes: boolean): void {
    this.closes = closes;
    this.head = `${headText(status, headers, closes)}transfer-encoding: chunked\r\n\r\n`;
  }

  write(bytes: Buffer | string): boolean {
    if (this.line === undefined || bytes.length === 0) return true;
    const body = toBytes(bytes);
    return this.line.write(this.chunkStart(body), body, '\r\n');
  }

  end(bytes?: Buffer | string): void {
    if (bytes === undefined || bytes.length === 0) {
      this.line?.write(`${this.head}0\r\n\r\n`);
    } else {
      const body = toBytes(bytes);
      this.line?.write(this.chunkStart(body), body, '\r\n0\r\n\r\n');
    }
    this.complete();
  }

  destroy(): void {
    this.line?.destroy();
  }

  /** The connection is gone. */
  lose(): void {
    this.line = undefined;
    this.onGone?.();
  }

  private chunkStart(body: Buffer): string {
    const start = `${this.head}${body.length.toString(16)}\r\n`;
    this.head = '';
    return start;
  }

  private complete(): void {
    const { line } = this;
    this.line = undefined;
    line?.complete(this.closes);
  }
}

function toBytes(body: Buffer | string): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

/** How long a connection may be idle: longer than with common proxies, so that they and not we close it. */
export const KEEP_ALIVE_SECONDS = 75;
const KEPT = `connection: keep-alive\r\nkeep-alive: timeout=${KEEP_ALIVE_SECONDS}\r\n`;
let dateSecond = 0;
let dateText = '';

function headText(status: number, headers: readonly string[], closes: boolean): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}date: ${date()}\r\n${closes ? 'connection: close\r\n' : KEPT}`;
}

/** The header belongs to HTTP, not to the gateway: the system's time, as Node would write it. */
function date(): string {
  const now = Date.now();
  const second = Math.floor(now / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(now).toUTCString();
  }
  return dateText;
}
