import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { CallerRequest } from '../caller-request';
import { CallerConnection, type ConnectionHost } from './caller-connection';
import type { CallHead } from './call-head';
import { KEEP_ALIVE_SECONDS, type DirectResponse } from './direct-response';

/** As Node's server has it. */
const BODY_TIMEOUT_MS = 300_000;

export interface CallHandlers {
  accepts(head: CallHead): boolean;
  serve(request: CallerRequest, response: DirectResponse): void;
}

/**
 * Stands in front of Node's HTTP server: plain calls to the relay are read and answered here, every other request goes on to
 * Node with its connection.
 */
export class CallerConnections implements ConnectionHost {
  now: number;
  isClosing = false;
  private readonly connections = new Set<CallerConnection>();
  private listeners: ((socket: Socket) => void)[] = [];

  constructor(
    private readonly handlers: CallHandlers,
    now: number,
  ) {
    this.now = now;
  }

  attach(server: Server): void {
    this.listeners = (server.listeners('connection') as ((socket: Socket) => void)[]).map((listener) =>
      listener.bind(server),
    );
    server.removeAllListeners('connection');
    server.keepAliveTimeout = KEEP_ALIVE_SECONDS * 1000;
    server.on('connection', (socket: Socket) => this.connections.add(new CallerConnection(socket, this)));
  }

  accepts(head: CallHead): boolean {
    return this.handlers.accepts(head);
  }

  serve(request: CallerRequest, response: DirectResponse): void {
    this.handlers.serve(request, response);
  }

  handOver(connection: CallerConnection, bytes: Buffer): void {
    const { socket } = connection;
    connection.detach();
    this.connections.delete(connection);
    for (const listener of this.listeners) listener(socket);
    socket.unshift(bytes);
    // Node may have paused the socket at these bytes already. The stream, which has just passed some on, reads on nevertheless
    // (its `maybeReadMore` is the tick before this one), and what it reads goes to a parser that is paused, which is an error.
    process.nextTick(() => socket.isPaused() && socket.emit('pause'));
  }

  forget(connection: CallerConnection): void {
    this.connections.delete(connection);
  }

  /** Ends connections that are idle or read one body for too long; to be called every second or so. */
  sweep(now: number): void {
    this.now = now;
    for (const connection of this.connections) {
      const ageMs = now - connection.since;
      // The time is coarse, and nobody must be cut off before the time that he was told.
      if (connection.isFree && ageMs > (KEEP_ALIVE_SECONDS + 1) * 1000) connection.close();
      else if (connection.isReading && ageMs > BODY_TIMEOUT_MS) connection.expire();
    }
  }

  /** From here on connections end with their calls; idle ones end now. */
  close(): void {
    this.isClosing = true;
    for (const connection of this.connections) if (connection.isIdle) connection.close();
  }

  /** Whatever is under way. */
  destroy(): void {
    for (const connection of this.connections) connection.destroy();
  }
}
