import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { AnswerController, AnswerHandler } from './answer-handler';
import type { AnswerHead } from './answer-head';
import { AnswerParser, type AnswerSink } from './answer-parser';
import type { TurnWrites } from './turn-writes';

/** Up to here head and body are one text of a character per byte and one plain write. */
const ONE_WRITE_BYTES = 12 * 1024;

export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
}

/** Socket → its connection, for reads that come without an event. */
const OWNER = Symbol('connection');

type OwnedSocket = Socket & { [OWNER]?: UpstreamConnection };

const READ_BYTES = 64 * 1024;

/**
 * Options for connectors whose sockets read into one buffer for all of them: a read costs a copy of what came instead of a
 * fresh 64 kB and a trip through the stream machinery. Node calls it as a method of the socket.
 */
export function sharedReads(): {
  onread: { buffer: Buffer; callback(this: OwnedSocket, bytes: number, buffer: Uint8Array): boolean };
} {
  return {
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(bytes, buffer) {
        this[OWNER]?.onPiece(Buffer.from(buffer.subarray(0, bytes)));
        return true;
      },
    },
  };
}

/** Where a connection goes: what undici's connectors take. */
export type ConnectTarget = Pick<buildConnector.Options, 'hostname' | 'host' | 'protocol' | 'port' | 'servername'>;

/**
 * One HTTP/1.1 connection to an upstream, one call at a time. It does only what the relay needs and so costs about half of a
 * general client (docs/adr/0015-own-http-client.md). It connects when the first call comes and is not reusable once
 * anything went wrong or the server does not want it to be.
 */
export class UpstreamConnection implements AnswerController, AnswerSink {
  private socket: Socket | undefined = undefined;
  private handler: AnswerHandler | undefined = undefined;
  private readonly parser = new AnswerParser(this);
  private isEnded = false;
  private isPersistent = false;
  private isPaused = false;
  /** How long the server keeps it when idle. */
  keepAliveSeconds: number | undefined = undefined;

  constructor(
    private readonly target: ConnectTarget,
    private readonly connect: buildConnector.connector,
    private readonly writes: TurnWrites,
  ) {}

  /** Another call may be sent. */
  get isReusable(): boolean {
    return !this.isEnded && this.handler === undefined && this.isPersistent && this.socket?.writableLength === 0;
  }

  /** `head` ends before the value of content-length. */
  send(head: string, body: Buffer, handler: AnswerHandler): void {
    if (this.handler !== undefined || this.isEnded) throw new Error('The connection is not free');
    this.handler = handler;
    this.isPersistent = false;
    this.isPaused = false;
    this.parser.reset();
    handler.onRequestStart(this);
    if (this.handler === undefined) return;
    const { socket } = this;
    if (socket !== undefined) {
      this.writes.add(() => {
        if (this.handler === handler) write(socket, head, body);
      });
      return;
    }
    this.connect(this.target, (error, socket) => {
      if (error !== null) return this.fail(error);
      if (this.handler === undefined) return void socket.destroy();
      this.adopt(socket);
      write(socket, head, body);
    });
  }

  /** For an idle connection that is not needed any more. */
  close(): void {
    this.isEnded = true;
    this.socket?.destroy();
  }

  pause(): void {
    this.isPaused = true;
    this.socket?.pause();
  }

  resume(): void {
    this.isPaused = false;
    this.socket?.resume();
  }

  abort(reason: Error): void {
    this.fail(reason);
  }

  onHead(head: AnswerHead): void {
    if (head.status >= 200) {
      this.isPersistent = head.isPersistent;
      this.keepAliveSeconds = head.keepAliveSeconds;
    }
    this.handler?.onResponseStart(this, head.status, head.headers);
  }

  onBody(part: Buffer): void {
    this.handler?.onResponseData(this, part);
  }

  onComplete(): void {
    const { handler } = this;
    this.handler = undefined;
    if (!this.isPersistent) this.close();
    else if (this.isPaused) this.resume();
    handler?.onResponseEnd(this);
  }

  private adopt(socket: Socket): void {
    this.socket = socket;
    (socket as OwnedSocket)[OWNER] = this;
    // Sockets without shared reads, and what makes all of them flow.
    socket.on('data', this.onPiece);
    socket.on('end', this.onClose);
    socket.on('close', this.onClose);
    socket.on('error', this.onError);
  }

  readonly onPiece = (piece: Buffer): void => {
    // After an abort, or from a server that talks without being asked.
    if (this.handler === undefined) return this.close();
    try {
      this.parser.feed(piece);
    } catch (error) {
      this.isPersistent = false;
      this.fail(error as Error);
    }
  };

  private readonly onClose = (): void => {
    if (this.isEnded) return;
    this.isPersistent = false;
    if (this.handler !== undefined && !this.parser.close()) {
      return this.fail(new ConnectionLost('The upstream closed the connection before its answer was complete'));
    }
    this.close();
  };

  private readonly onError = (error: Error): void => this.fail(error);

  private fail(error: Error): void {
    const { handler } = this;
    this.handler = undefined;
    this.close();
    handler?.onResponseError(this, error);
  }
}

function write(socket: Socket, head: string, body: Buffer): void {
  const start = `${head}${body.length}\r\n\r\n`;
  if (body.length <= ONE_WRITE_BYTES) {
    socket.write(start + body.toString('latin1'), 'latin1');
    return;
  }
  socket.cork();
  socket.write(start, 'latin1');
  socket.write(body);
  socket.uncork();
}
