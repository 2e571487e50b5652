import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

const SCRATCH_BYTES = 16 * 1024;

/**
 * One buffer in which small calls of all connections are put together, each for one plain write: neither a text nor a Buffer
 * is made for it. The system takes such a write at once, and the buffer is free again; where it does not, the socket keeps
 * the buffer and the next call gets a new one.
 */
export class WriteScratch {
  private bytes = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

  /** Whether it was written; larger calls and encrypted connections, whose writes always end later, are not. */
  write(socket: Socket, start: string, body: Buffer): boolean {
    const length = start.length + body.length;
    if (length > SCRATCH_BYTES || socket instanceof TLSSocket) return false;
    const { bytes } = this;
    bytes.write(start, 0, 'latin1');
    body.copy(bytes, start.length);
    socket.write(bytes.subarray(0, length));
    if (socket.writableLength > 0) this.bytes = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    return true;
  }
}
