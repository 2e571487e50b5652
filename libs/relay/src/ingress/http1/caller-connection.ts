import type { Socket } from 'node:net';
import type { AppError } from '@app/kernel';
import { writeAsOne } from '../../transport/http1/write-as-one';
import type { CallerHeaders, CallerRequest } from '../caller-request';
import { readCallHead, type CallHead } from './call-head';
import { DirectResponse, type ResponseLine } from './direct-response';

/** What a connection asks of whoever opened it to callers. */
export interface ConnectionHost {
  /** Whether a call with this head is served here; all others are Node's. */
  accepts(head: CallHead): boolean;
  serve(request: CallerRequest, response: DirectResponse): void;
  /** Gives the connection to Node's server, `bytes` unread. */
  handOver(connection: CallerConnection, bytes: Buffer): void;
  forget(connection: CallerConnection): void;
  /** Coarse time in milliseconds. */
  readonly now: number;
  /** No connection is kept when its call has ended. */
  readonly isClosing: boolean;
}

const HEAD_END = Buffer.from('\r\n\r\n');
/** What Node's own parser takes. */
const LONGEST_HEAD = 16 * 1024;
/** Bytes of further calls that wait in memory while one is answered. */
const MOST_WAITING = 64 * 1024;
/** For a caller who takes nothing of his last answer. */
const LONGEST_CLOSE_MS = 75_000;
const REQUEST_TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * A caller's connection, as long as what comes on it are plain calls whose head arrives in one piece: one after another, each
 * read, answered and forgotten. With the first request of another kind it becomes Node's for good.
 */
export class CallerConnection implements ResponseLine {
  /** When the call that is being read began, or the last one ended. */
  since: number;
  private request: DirectRequest | undefined = undefined;
  private response: DirectResponse | undefined = undefined;
  private parts: Buffer[] = [];
  /** Bytes of the body that have not come. */
  private missing = 0;
  private onBody: ((body: Buffer) => void) | undefined = undefined;
  /** What came behind the call. */
  private rest: Buffer | undefined = undefined;
  private isPaused = false;
  private isOver = false;

  constructor(
    readonly socket: Socket,
    private readonly host: ConnectionHost,
  ) {
    this.since = host.now;
    socket.on('data', this.onData);
    socket.on('drain', this.onDrain);
    socket.on('end', this.onEnd);
    socket.on('error', this.onError);
    socket.on('close', this.onClose);
  }

  get isIdle(): boolean {
    return this.isFree && this.rest === undefined;
  }

  /** No call is under way: what waits, waits for the caller to take the answers before it. */
  get isFree(): boolean {
    return this.response === undefined && this.missing === 0;
  }

  /** The caller owes the rest of a body. */
  get isReading(): boolean {
    return this.missing > 0;
  }

  write(start: string, body?: Buffer, tail?: string): boolean {
    writeAsOne(this.socket, start, body, tail);
    return !this.socket.writableNeedDrain;
  }

  complete(closes: boolean): void {
    this.request = undefined;
    this.response = undefined;
    this.onBody = undefined;
    this.parts = [];
    if (closes || this.host.isClosing) return this.close();
    this.since = this.host.now;
    if (this.missing === 0) this.next();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Ends the connection once everything written has gone out, or when the caller takes nothing of it any more. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    // Node's timer of a socket starts anew as long as its writes get on.
    this.socket.setTimeout(LONGEST_CLOSE_MS, () => this.socket.destroy());
    this.socket.destroySoon();
  }

  /** The caller took too long with his body. */
  expire(): void {
    if (this.isOver) return;
    if (this.response !== undefined) this.socket.write(REQUEST_TIMEOUT);
    this.close();
  }

  /** Leaves the socket as it was found. */
  detach(): void {
    this.isOver = true;
    this.socket.off('data', this.onData);
    this.socket.off('drain', this.onDrain);
    this.socket.off('end', this.onEnd);
    this.socket.off('error', this.onError);
    this.socket.off('close', this.onClose);
  }

  /** The body of a call, now or when it is complete. */
  takeBody(request: DirectRequest, done: (body: Buffer) => void): void {
    // He may have left, or been answered, while it was found out who he is.
    if (this.isOver || this.request !== request) return;
    if (this.missing > 0) this.onBody = done;
    else done(this.joinedBody());
  }

  private readonly onData = (piece: Buffer): void => {
    if (this.isOver) return;
    if (this.missing > 0) this.addBody(piece);
    else if (this.isIdle && !this.socket.writableNeedDrain) this.begin(piece);
    else this.wait(piece);
  };

  private begin(bytes: Buffer): void {
    const end = bytes.indexOf(HEAD_END);
    const head = end < 0 || end > LONGEST_HEAD ? undefined : readCallHead(bytes.toString('latin1', 0, end));
    if (head === undefined || !this.host.accepts(head)) return this.host.handOver(this, bytes);
    const from = end + HEAD_END.length;
    const until = Math.min(bytes.length, from + head.length);
    this.since = this.host.now;
    this.missing = from + head.length - until;
    this.parts.push(bytes.subarray(from, until));
    if (until < bytes.length) this.wait(bytes.subarray(until));
    const response = new DirectResponse(this);
    this.response = response;
    this.request = new DirectRequest(this, head);
    this.host.serve(this.request, response);
  }

  private addBody(piece: Buffer): void {
    const length = Math.min(piece.length, this.missing);
    this.missing -= length;
    // After an early answer the body is only read past.
    if (this.response !== undefined) this.parts.push(piece.subarray(0, length));
    if (length < piece.length) this.wait(piece.subarray(length));
    if (this.missing > 0) return;
    if (this.response === undefined) this.since = this.host.now;
    const { onBody } = this;
    this.onBody = undefined;
    if (this.response === undefined) this.next();
    else onBody?.(this.joinedBody());
  }

  private joinedBody(): Buffer {
    const { parts } = this;
    this.parts = [];
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** A call that came before the answer to the one ahead of it. */
  private wait(piece: Buffer): void {
    this.rest = this.rest === undefined ? piece : Buffer.concat([this.rest, piece]);
    if (this.rest.length <= MOST_WAITING || this.isPaused) return;
    this.isPaused = true;
    this.socket.pause();
  }

  private next(): void {
    // Not at once: a thousand little calls in one piece would each go a level deeper.
    // And not while the caller is behind: `drain` brings it here again.
    if (this.rest !== undefined && !this.socket.writableNeedDrain) setImmediate(this.beginRest);
  }

  private readonly beginRest = (): void => {
    const { rest } = this;
    if (this.isOver || this.socket.destroyed || rest === undefined || !this.isFree) return;
    this.rest = undefined;
    if (this.isPaused) {
      this.isPaused = false;
      this.socket.resume();
    }
    this.begin(rest);
  };

  private readonly onDrain = (): void => {
    if (this.isFree) this.next();
    else this.response?.onDrain?.();
  };

  /** A caller who says no more has left, as far as Node's server is concerned: so it is here. */
  private readonly onEnd = (): void => {
    if (this.missing > 0) this.socket.destroy();
    else this.socket.end();
  };

  /** `close` follows. */
  private readonly onError = (): void => undefined;

  private readonly onClose = (): void => {
    this.isOver = true;
    this.host.forget(this);
    const { response } = this;
    this.response = undefined;
    this.onBody = undefined;
    response?.lose();
  };
}

/** A call that was read straight from its connection. */
class DirectRequest implements CallerRequest {
  readonly method = 'POST';
  readonly url: string;
  readonly headers: CallerHeaders;

  constructor(
    private readonly connection: CallerConnection,
    { url, headers }: CallHead,
  ) {
    this.url = url;
    this.headers = headers;
  }

  get socket(): Socket {
    return this.connection.socket;
  }

  readBody(_limitBytes: number, done: (result: Buffer | AppError) => void): void {
    // Heads that promise more than the limit are not accepted.
    this.connection.takeBody(this, done);
  }
}
