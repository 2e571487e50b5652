import type { Socket } from 'node:net';

/** Takes what a socket reads. */
export interface PieceReader {
  onPiece(piece: Buffer): void;
}

/** Socket → its reader, for reads that come without an event. */
const READER = Symbol('reader');

type ReadSocket = Socket & { [READER]?: PieceReader };

const READ_BYTES = 64 * 1024;

/**
 * Options for connectors whose sockets read into one buffer for all of them: a read costs a copy of what came instead of a
 * fresh 64 kB and a trip through the stream machinery. Node calls it as a method of the socket.
 */
export function sharedReads(): {
  onread: { buffer: Buffer; callback(this: ReadSocket, bytes: number, buffer: Uint8Array): boolean };
} {
  return {
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(bytes, buffer) {
        // The next read, on whatever socket, overwrites the buffer.
        const piece = Buffer.allocUnsafe(bytes);
        (buffer as Buffer).copy(piece, 0, 0, bytes);
        this[READER]?.onPiece(piece);
        return true;
      },
    },
  };
}

/** Gives the reader everything the socket reads, whether its connector shares reads or not. */
export function readFrom(socket: Socket, reader: PieceReader): void {
  (socket as ReadSocket)[READER] = reader;
  // Without shared reads the pieces come here; with them this is what makes the socket flow.
  socket.on('data', (piece: Buffer) => reader.onPiece(piece));
  // Some connectors hand their sockets over paused.
  socket.resume();
}
