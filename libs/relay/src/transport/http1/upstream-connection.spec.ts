import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import type { buildConnector } from 'undici';
import type { AnswerController, AnswerHandler } from './answer-handler';
import { TurnWrites } from './turn-writes';
import { UpstreamConnection } from './upstream-connection';

const HEAD = 'POST / HTTP/1.1\r\ncontent-length: ';
const BODY = Buffer.from('{}');
const GOOD = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nright';

class FakeSocket extends EventEmitter {
  written = '';
  writableLength = 0;
  isPaused = false;
  isDestroyed = false;

  write(data: string | Buffer): boolean {
    this.written += data.toString('latin1');
    return true;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  cork(): void {}

  uncork(): void {}

  say(text: string): void {
    this.emit('data', Buffer.from(text, 'latin1'));
  }
}

/** Notes what a handler hears. */
class Listener implements AnswerHandler {
  readonly heard: string[] = [];
  controller: AnswerController | undefined;
  body = '';
  onEnd: (() => void) | undefined;
  onData: (() => void) | undefined;

  onRequestStart(controller: AnswerController): void {
    this.controller = controller;
  }

  onResponseStart(_: AnswerController, status: number): void {
    this.heard.push(`status ${status}`);
  }

  onResponseData(_: AnswerController, chunk: Buffer): void {
    this.body += chunk.toString('latin1');
    this.onData?.();
  }

  onResponseEnd(): void {
    this.heard.push('end');
    this.onEnd?.();
  }

  onResponseError(_: AnswerController, error: Error): void {
    this.heard.push(`error ${(error as NodeJS.ErrnoException).code ?? error.message}`);
  }

  get ends(): number {
    return this.heard.filter((entry) => entry === 'end' || entry.startsWith('error')).length;
  }
}

/** Writes at once: the end of a turn is the business of its own tests. */
const writesNow = () => new TurnWrites(() => true);

const TARGET = { hostname: 'x', host: 'x', protocol: 'http:', port: '80' };

function openConnection(writes: TurnWrites = writesNow()): { connection: UpstreamConnection; socket: FakeSocket } {
  const socket = new FakeSocket();
  const connect: buildConnector.connector = (_, callback) => callback(null, socket as unknown as Socket);
  return { connection: new UpstreamConnection(TARGET, connect, writes), socket };
}

function call(connection: UpstreamConnection): Listener {
  const listener = new Listener();
  connection.send(HEAD, BODY, listener);
  return listener;
}

describe('a connection to an upstream', () => {
  it('carries one call after another and adds no listener for any', () => {
    const { connection, socket } = openConnection();
    const counts = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const listener = call(connection);
      socket.say(GOOD);
      expect(listener.heard).toEqual(['status 200', 'end']);
      expect(listener.body).toBe('right');
      counts.add(socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0));
    }
    expect(socket.written.match(/POST/g)).toHaveLength(20);
    expect(counts.size).toBe(1);
  });

  it('writes a long body beside its head, byte by byte the same', () => {
    const { connection, socket } = openConnection();
    const body = Buffer.alloc(20_000, 0xe9);
    connection.send(HEAD, body, new Listener());
    expect(socket.written).toBe(`${HEAD}20000\r\n\r\n${body.toString('latin1')}`);
  });

  it('takes no second call while one is running, nor any after it was closed', () => {
    const { connection, socket } = openConnection();
    call(connection);
    expect(connection.isReusable).toBe(false);
    expect(() => call(connection)).toThrow('not free');
    socket.say(GOOD);
    connection.close();
    expect(() => call(connection)).toThrow('not free');
  });

  it('does not let the handler of an ended call pause, resume or cut the next one', () => {
    const { connection, socket } = openConnection();
    const first = call(connection);
    socket.say(GOOD);
    const second = call(connection);
    first.controller!.pause();
    expect(socket.isPaused).toBe(false);
    second.controller!.pause();
    first.controller!.resume();
    expect(socket.isPaused).toBe(true);
    first.controller!.abort(new Error('late'));
    second.controller!.resume();
    socket.say(GOOD);
    expect(second.heard).toEqual(['status 200', 'end']);
    expect(first.ends).toBe(1);
  });

  it('keeps the connection when a handler gives up at the very end of its answer', () => {
    const { connection, socket } = openConnection();
    const listener = call(connection);
    listener.onEnd = () => listener.controller!.abort(new Error('no use for it'));
    socket.say(GOOD);
    expect(connection.isReusable).toBe(true);
    expect(listener.heard).toEqual(['status 200', 'end']);
  });

  it('reads on for the next call when an answer ended while it was held back', () => {
    const { connection, socket } = openConnection();
    const listener = call(connection);
    listener.onData = () => listener.controller!.pause();
    socket.say(GOOD);
    expect(listener.ends).toBe(1);
    expect(socket.isPaused).toBe(false);
  });

  it('tells one end only when a handler aborts in the middle, and drops the rest', () => {
    const { connection, socket } = openConnection();
    const listener = call(connection);
    listener.onData = () => listener.controller!.abort(new Error('enough'));
    socket.say(GOOD);
    socket.say('more');
    socket.emit('error', new Error('reset'));
    socket.emit('close');
    expect(listener.heard).toEqual(['status 200', 'error enough']);
    expect(connection.isReusable).toBe(false);
    expect(socket.isDestroyed).toBe(true);
  });

  it('gives the answer and closes when bytes come behind it', () => {
    const { connection, socket } = openConnection();
    const first = call(connection);
    let wasReusable = true;
    first.onEnd = () => (wasReusable = connection.isReusable);
    socket.say(`${GOOD}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nstolen`);
    expect(first.heard).toEqual(['status 200', 'end']);
    expect(wasReusable).toBe(false);
    expect(socket.isDestroyed).toBe(true);
  });

  it('takes nothing for an answer that came before the request went out', async () => {
    const { connection, socket } = openConnection(new TurnWrites(() => false));
    call(connection);
    socket.say(GOOD);
    const second = call(connection);
    socket.say('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nstolen');
    expect(second.heard).toEqual(['error CONNECTION_LOST']);
    expect(second.body).toBe('');
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.written.match(/POST/g)).toHaveLength(1);
  });

  it('closes when an idle server talks, ends or fails', () => {
    for (const act of [
      (s: FakeSocket) => s.say('x'),
      (s: FakeSocket) => s.emit('end'),
      (s: FakeSocket) => s.emit('close'),
      (s: FakeSocket) => s.emit('error', new Error('reset')),
    ]) {
      const { connection, socket } = openConnection();
      const listener = call(connection);
      socket.say(GOOD);
      expect(connection.isReusable).toBe(true);
      act(socket);
      expect(connection.isReusable).toBe(false);
      expect(socket.isDestroyed).toBe(true);
      expect(listener.heard).toEqual(['status 200', 'end']);
    }
  });

  it('is not reusable while a part of the request has not gone out, as after an early answer', () => {
    const { connection, socket } = openConnection();
    call(connection);
    socket.writableLength = 1;
    socket.say('HTTP/1.1 413 Too large\r\ncontent-length: 0\r\n\r\n');
    expect(connection.isReusable).toBe(false);
  });

  it('sends nothing for a call that is aborted when it starts or before its turn ends', async () => {
    const { connection, socket } = openConnection(new TurnWrites(() => false));
    call(connection);
    socket.say(GOOD);
    const aborted = call(connection);
    aborted.controller!.abort(new Error('left'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.written.match(/POST/g)).toHaveLength(1);
    expect(aborted.heard).toEqual(['error left']);

    const opened: unknown[] = [];
    const unopened = new UpstreamConnection(TARGET, () => opened.push(1), writesNow());
    const atOnce = new Listener();
    atOnce.onRequestStart = (controller) => controller.abort(new Error('at once'));
    unopened.send(HEAD, BODY, atOnce);
    expect(atOnce.heard).toEqual(['error at once']);
    expect(opened).toEqual([]);
  });

  it('destroys a socket that comes after its call was aborted', () => {
    let deliver: buildConnector.Callback | undefined;
    const connection = new UpstreamConnection(TARGET, (_, callback) => (deliver = callback), writesNow());
    const listener = call(connection);
    listener.controller!.abort(new Error('left'));
    const socket = new FakeSocket();
    deliver!(null, socket as unknown as Socket);
    expect(socket.isDestroyed).toBe(true);
    expect(socket.written).toBe('');
    expect(listener.heard).toEqual(['error left']);
  });

  it('tells a handler of its own fault as long as it is listening, and throws afterwards', () => {
    const { connection, socket } = openConnection();
    const listener = call(connection);
    listener.onData = () => {
      throw new Error('fault');
    };
    socket.say(GOOD);
    expect(listener.heard).toEqual(['status 200', 'error fault']);

    const other = openConnection();
    const ending = call(other.connection);
    ending.onEnd = () => {
      throw new Error('fault at the end');
    };
    expect(() => other.socket.say(GOOD)).toThrow('fault at the end');
    expect(ending.heard).toEqual(['status 200', 'end']);
    expect(other.connection.isReusable).toBe(false);
  });

  it('survives 10,000 damaged answers: each ends once, and a connection that stays gives the next call its own answer', () => {
    const sources = [
      GOOD,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nx: y\r\n\r\n',
      'HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}',
      'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\nkeep-alive: timeout=5\r\ncontent-length: 3\r\n\r\nabc',
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 200 OK\r\n\r\nuntil the end',
    ];
    const pieces = [
      '',
      '',
      '\r',
      '\n',
      '\r\n',
      ' ',
      '\0',
      '0',
      '1',
      'f',
      ';',
      ':',
      ',',
      '\r\n\r\n',
      'HTTP/1.1 200 OK\r\n',
      'content-length: 1\r\n',
      'transfer-encoding: chunked\r\n',
      '\u00ff',
    ];
    const change = fc.record({ at: fc.nat(180), remove: fc.nat(3), insert: fc.constantFrom(...pieces) });
    const cuts = fc.uniqueArray(fc.nat(200), { maxLength: 4 });
    const seen = { reused: 0, failed: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        cuts,
        (source, changes, at) => {
          const damaged = changes.reduce(
            (text, { at: from, remove, insert }) => text.slice(0, from) + insert + text.slice(from + remove),
            source,
          );
          const { connection, socket } = openConnection();
          const listener = call(connection);
          const borders = [0, ...at.sort((a, b) => a - b), damaged.length];
          for (let i = 1; i < borders.length; i++) {
            const piece = damaged.slice(borders[i - 1], borders[i]);
            if (piece !== '' && !socket.isDestroyed) socket.say(piece);
          }
          if (connection.isReusable) {
            seen.reused++;
            expect(listener.heard.at(-1)).toBe('end');
            const next = call(connection);
            socket.say(GOOD);
            expect([...next.heard, next.body]).toEqual(['status 200', 'end', 'right']);
          }
          socket.emit('end');
          socket.emit('close');
          if (listener.heard.at(-1)!.startsWith('error')) seen.failed++;
          expect(listener.ends).toBe(1);
          expect(connection.isReusable).toBe(false);
        },
      ),
      { numRuns: 10_000, seed: 1, endOnFailure: true },
    );
    // Otherwise the damage would prove nothing.
    expect(seen.reused).toBeGreaterThan(300);
    expect(seen.failed).toBeGreaterThan(3_000);
  });
});
