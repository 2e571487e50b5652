import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

const SCRATCH_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);
let scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

/**
 * Writes `start` (latin1 text), a body and `tail` to a socket as one. What is small is put together in a buffer that all
 * connections share: the system takes such a write at once, and the buffer is free again. Where it does not, the socket keeps
 * the buffer, and the next write gets a new one.
 */
export function writeAsOne(socket: Socket, start: string, body: Buffer = NOTHING, tail = ''): void {
  const length = start.length + body.length + tail.length;
  if (length > SCRATCH_BYTES) return writeInParts(socket, start, body, tail);
  // Writes on encrypted connections always end later, and so do those behind others.
  const isShared = socket.writableLength === 0 && !(socket instanceof TLSSocket);
  const bytes = isShared ? scratch : Buffer.allocUnsafe(length);
  bytes.write(start, 0, 'latin1');
  body.copy(bytes, start.length);
  if (tail !== '') bytes.write(tail, start.length + body.length, 'latin1');
  socket.write(isShared ? bytes.subarray(0, length) : bytes);
  if (isShared && socket.writableLength > 0) scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
}

function writeInParts(socket: Socket, start: string, body: Buffer, tail: string): void {
  socket.cork();
  socket.write(start, 'latin1');
  socket.write(body);
  if (tail !== '') socket.write(tail, 'latin1');
  socket.uncork();
}
