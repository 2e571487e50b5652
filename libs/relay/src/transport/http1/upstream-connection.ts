import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { AnswerHandler } from './answer-handler';
import { MalformedAnswer, type AnswerHead } from './answer-head';
import { AnswerParser, type AnswerSink } from './answer-parser';
import { Exchange, type ExchangeLine } from './exchange';
import { readFrom, type PieceReader } from './shared-reads';
import type { TurnWrites } from './turn-writes';
import { writeAsOne } from './write-as-one';

export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
}

/** Where a connection goes: what undici's connectors take. */
export type ConnectTarget = Pick<buildConnector.Options, 'hostname' | 'host' | 'protocol' | 'port' | 'servername'>;

/**
 * One HTTP/1.1 connection to an upstream, one call at a time. It does only what the relay needs and so costs about half of a
 * general client (docs/adr/0015-own-http-client.md). It connects when the first call comes and is not reusable once
 * anything went wrong or the server does not want it to be.
 */
export class UpstreamConnection implements ExchangeLine, AnswerSink, PieceReader {
  private socket: Socket | undefined = undefined;
  private exchange: Exchange | undefined = undefined;
  private readonly parser = new AnswerParser(this);
  private isEnded = false;
  private isPersistent = false;
  /** How long the server keeps it when idle. */
  keepAliveSeconds: number | undefined = undefined;

  constructor(
    private readonly target: ConnectTarget,
    private readonly connect: buildConnector.connector,
    private readonly writes: TurnWrites,
  ) {}

  /** Another call may be sent. */
  get isReusable(): boolean {
    return !this.isEnded && this.exchange === undefined && this.isPersistent && this.socket?.writableLength === 0;
  }

  /** `head` ends before the value of content-length. */
  send(head: string, body: Buffer, handler: AnswerHandler): void {
    if (this.exchange !== undefined || this.isEnded) throw new Error('The connection is not free');
    const exchange = new Exchange(this, handler);
    this.exchange = exchange;
    this.isPersistent = false;
    this.parser.reset();
    exchange.start();
    if (this.exchange !== exchange) return;
    if (this.socket !== undefined) this.writes.add(() => this.write(exchange, head, body));
    else this.open(() => this.write(exchange, head, body));
  }

  /** For an idle connection that is not needed any more. */
  close(): void {
    this.isEnded = true;
    this.socket?.destroy();
  }

  pause(): void {
    this.socket?.pause();
  }

  resume(): void {
    this.socket?.resume();
  }

  fail(error: Error): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.close();
    exchange?.fail(error);
  }

  onHead(head: AnswerHead): void {
    if (head.status >= 200) {
      this.isPersistent = head.isPersistent;
      this.keepAliveSeconds = head.keepAliveSeconds;
    }
    this.exchange?.head(head.status, head.headers);
  }

  onBody(part: Buffer): void {
    this.exchange?.body(part);
  }

  onComplete(isLast: boolean): void {
    const { exchange } = this;
    this.exchange = undefined;
    // Nobody asked for what is behind the answer.
    if (!this.isPersistent || !isLast) this.close();
    else if (exchange?.isPaused) this.resume();
    exchange?.complete();
  }

  readonly onPiece = (piece: Buffer): void => {
    const { exchange } = this;
    // After an abort, or from a server that talks without being asked.
    if (exchange === undefined) return this.close();
    if (!exchange.isSent) return this.fail(new ConnectionLost('The upstream spoke before it was asked'));
    try {
      this.parser.feed(piece);
    } catch (error) {
      const wasRunning = this.exchange === exchange;
      this.fail(error as Error);
      // A fault of the handler's when it was told the end: it cannot be told again.
      if (!wasRunning && !(error instanceof MalformedAnswer)) throw error;
    }
  };

  private open(onOpen: () => void): void {
    this.connect(this.target, (error, socket) => {
      if (error !== null) return this.fail(error);
      if (this.isEnded) return void socket.destroy();
      this.socket = socket;
      socket.on('end', this.onClose);
      socket.on('close', this.onClose);
      socket.on('error', this.onError);
      readFrom(socket, this);
      onOpen();
    });
  }

  private write(exchange: Exchange, head: string, body: Buffer): void {
    // It may have been given up since.
    if (this.exchange !== exchange) return;
    exchange.isSent = true;
    writeAsOne(this.socket!, `${head}${body.length}\r\n\r\n`, body);
  }

  private readonly onClose = (): void => {
    if (this.isEnded) return;
    if (this.exchange === undefined || !this.parser.close())
      this.fail(new ConnectionLost('The upstream closed the connection before its answer was complete'));
  };

  private readonly onError = (error: Error): void => this.fail(error);
}
