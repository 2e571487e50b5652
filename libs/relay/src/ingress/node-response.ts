import type { ServerResponse } from 'node:http';
import type { CallerResponse } from '../pipeline/caller-response';

/**
 * Up to here a body goes out as text of one character per byte, which Node joins to the headers for a single plain write; a
 * Buffer would be a second part of a gathered one.
 */
const ONE_WRITE_BYTES = 12 * 1024;

/** An answer on a connection that Node's server reads and writes. */
export class NodeResponse implements CallerResponse {
  onGone: (() => void) | undefined = undefined;
  onDrain: (() => void) | undefined = undefined;

  constructor(private readonly response: ServerResponse) {
    response.on('close', () => {
      if (!response.writableFinished) this.onGone?.();
    });
    response.on('drain', () => this.onDrain?.());
  }

  whole(status: number, headers: string[], body: Buffer | string, closes: boolean): void {
    this.begin(status, headers, closes);
    if (typeof body === 'string' || body.length > ONE_WRITE_BYTES) this.response.end(body);
    else this.writeAtOnce(body.toString('latin1'));
  }

  begin(status: number, headers: string[], closes: boolean): void {
    this.response.writeHead(status, closes ? [...headers, 'connection', 'close'] : headers);
  }

  write(bytes: Buffer | string): boolean {
    return this.response.write(bytes);
  }

  end(bytes?: Buffer | string): void {
    if (bytes === undefined) this.response.end();
    else this.response.end(bytes);
  }

  destroy(): void {
    this.response.destroy();
  }

  /** `end(text)` would make it a gathered write, with an empty second part. */
  private writeAtOnce(text: string): void {
    const { socket } = this.response;
    socket?.cork();
    this.response.write(text, 'latin1');
    socket?.uncork();
    this.response.end();
  }
}
