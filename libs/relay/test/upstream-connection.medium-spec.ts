import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Client } from 'undici';
import { ConnectionStack } from '../src/transport/connection-stack';
import { ask, Collector, RawUpstream } from './raw-upstream';

const counted = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

// Real: sockets and a server that says bytes.
describe('a connection to an upstream', () => {
  let upstream: RawUpstream | undefined;

  afterEach(() => upstream?.stop());

  it('carries one call after another, large bodies too', async () => {
    upstream = await RawUpstream.start((socket, body, count) => socket.write(counted(`${count}:${body.length}`)));
    const connection = upstream.connection();
    for (const [index, length] of [3, 50_000, 0, 2_000_000].entries()) {
      expect(connection.isReusable).toBe(index > 0);
      expect((await ask(connection, 'x'.repeat(length))).body).toBe(`${index + 1}:${length}`);
    }
    expect(upstream.sockets).toHaveLength(1);
    connection.close();
  });

  it('does not let a late word of an ended call touch the next one', async () => {
    upstream = await RawUpstream.start((socket, _, count) => {
      socket.write(counted('a'.repeat(count === 1 ? 10 : 500_000)));
    });
    const connection = upstream.connection();
    const first = new Collector();
    await ask(connection, '1', first);
    const second = ask(connection, '2');
    // The caller of the first is slow, then leaves.
    first.controller!.pause();
    first.controller!.abort(new Error('gone'));
    expect(await second).toMatchObject({ status: 200, error: undefined });
    expect(first.ends).toBe(1);
    connection.close();
  });

  it('flows again for the next call when the last one ended paused', async () => {
    upstream = await RawUpstream.start((socket) => socket.write(counted('hello')));
    const connection = upstream.connection();
    await ask(connection, '1', new Collector((controller) => controller.pause()));
    expect((await ask(connection, '2')).body).toBe('hello');
    connection.close();
  });

  it('holds the upstream back while it is paused', async () => {
    const size = 30_000_000;
    upstream = await RawUpstream.start((socket) => socket.write(counted('a'.repeat(size))));
    const connection = upstream.connection();
    const collector = new Collector((controller) => controller.pause());
    const done = ask(connection, '1', collector);
    await sleep(100);
    expect(upstream.sockets[0]!.writableLength).toBeGreaterThan(1_000_000);
    const timer = setInterval(() => collector.controller!.resume(), 1);
    expect((await done).body).toHaveLength(size);
    clearInterval(timer);
    connection.close();
  });

  it.each([
    ['in the head', 'HTTP/1.1 200'],
    ['in a counted body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'],
    ['between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'],
    ['before a word', ''],
  ])('tells when the upstream closes %s', async (_, text) => {
    upstream = await RawUpstream.start((socket) => socket.end(text));
    const connection = upstream.connection();
    expect((await ask(connection, '1')).error).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(connection.isReusable).toBe(false);
  });

  it.each([
    ['bytes behind the answer', counted('a') + 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged'],
    ['a wish to close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\na'],
  ])('is not used again after %s', async (_, text) => {
    upstream = await RawUpstream.start((socket) => socket.write(text));
    const connection = upstream.connection();
    expect(await ask(connection, '1')).toMatchObject({ body: 'a', error: undefined });
    expect(connection.isReusable).toBe(false);
  });

  it('is not used again once an idle server talks or closes', async () => {
    upstream = await RawUpstream.start((socket) => socket.write(counted('a')));
    for (const act of ['write', 'end', 'destroy'] as const) {
      const connection = upstream.connection();
      await ask(connection, '1');
      expect(connection.isReusable).toBe(true);
      const socket = upstream.sockets.at(-1)!;
      if (act === 'write') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged');
      else socket[act]();
      for (let i = 0; i < 100 && connection.isReusable; i++) await sleep(5);
      expect(connection.isReusable).toBe(false);
    }
  });

  it('can be given up at every stage, and says so once', async () => {
    upstream = await RawUpstream.start(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'),
    );
    for (const delayMs of [0, 1, 30]) {
      const connection = upstream.connection();
      const collector = new Collector();
      const done = ask(connection, '1', collector);
      if (delayMs > 0) await sleep(delayMs);
      collector.controller!.abort(new Error('enough'));
      collector.controller!.abort(new Error('again'));
      expect((await done).error?.message).toBe('enough');
      await sleep(5);
      expect(collector.ends).toBe(1);
      expect(connection.isReusable).toBe(false);
    }
  });

  it('tells when nobody listens', async () => {
    upstream = await RawUpstream.start(() => undefined);
    const connection = upstream.connection();
    await upstream.stop();
    upstream = undefined;
    expect((await ask(connection, '1')).error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('reads what undici reads, however the upstream cuts it', async () => {
    let pieces: Buffer[] = [];
    upstream = await RawUpstream.start((socket) => {
      socket.setNoDelay(true);
      let delay = 0;
      for (const piece of pieces) setTimeout(() => socket.write(piece), delay++);
    });
    const { origin } = upstream;
    const body = fc.string({ unit: 'grapheme', maxLength: 200 });
    const answers = fc.tuple(
      fc.constantFrom(200, 201, 404, 500),
      body,
      fc.boolean(),
      fc.array(fc.nat({ max: 400 }), { maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(answers, async ([status, text, isChunked, cuts]) => {
        const content = Buffer.from(text);
        const framed = isChunked
          ? `transfer-encoding: chunked\r\n\r\n${content.length > 0 ? `${content.length.toString(16)}\r\n${text}\r\n` : ''}0\r\n\r\n`
          : `content-length: ${content.length}\r\n\r\n${text}`;
        const all = Buffer.from(
          `HTTP/1.1 ${status} Said\r\ncontent-type: text/x\r\nx-a: 1\r\nX-B: two words\r\n${framed}`,
        );
        const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
        pieces = places.slice(1).map((end, i) => all.subarray(places[i], end));
        const connection = upstream!.connection();
        const ours = await ask(connection, '{}');
        connection.close();
        const client = new Client(origin);
        const theirs = await client.request({
          path: '/',
          method: 'POST',
          body: '{}',
          headers: { 'content-length': '2' },
        });
        expect(ours).toMatchObject({ status: theirs.statusCode, body: await theirs.body.text(), error: undefined });
        for (const name of ['content-type', 'x-a', 'x-b']) expect(ours.headers[name]).toBe(theirs.headers[name]);
        await client.destroy();
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('never is used again after an answer that was malformed, and never hangs on one', async () => {
    const template = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n');
    let text = Buffer.alloc(0);
    upstream = await RawUpstream.start((socket) => socket.end(text));
    const mutation = fc.tuple(fc.nat({ max: template.length - 1 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        text = Buffer.from(template);
        for (const [at, byte] of mutations) text[at] = byte;
        const connection = upstream!.connection();
        const answer = await ask(connection, '1');
        if (answer.error !== undefined) expect(connection.isReusable).toBe(false);
        connection.close();
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe('idle connections to one upstream', () => {
  let upstream: RawUpstream;
  let head = '';

  beforeEach(async () => {
    upstream = await RawUpstream.start((socket) => socket.write(`HTTP/1.1 200 OK\r\n${head}content-length: 0\r\n\r\n`));
  });

  afterEach(() => upstream.stop());

  it('are used again last in first out, and no longer than the upstream said', async () => {
    head = 'keep-alive: timeout=5\r\n';
    const stack = new ConnectionStack(() => upstream.connection());
    const [first, second] = [stack.take(0), stack.take(0)];
    await Promise.all([ask(first, '1'), ask(second, '2')]);
    stack.give(first, 0);
    stack.give(second, 0);
    expect(stack.take(1_000)).toBe(second);
    stack.give(second, 1_000);
    expect(stack.take(4_500)).toBe(second);
    // The first one has been idle for longer than it may.
    expect(stack.take(4_500)).not.toBe(first);
    expect(first.isReusable).toBe(false);
    second.close();
  });

  it('are closed when nobody needs them, and at the end', async () => {
    head = '';
    const stack = new ConnectionStack(() => upstream.connection());
    const [old, young] = [stack.take(0), stack.take(0)];
    await Promise.all([ask(old, '1'), ask(young, '2')]);
    stack.give(old, 0);
    stack.give(young, 50_000);
    stack.prune(60_000);
    expect([old.isReusable, young.isReusable]).toEqual([false, true]);
    stack.destroy();
    expect(young.isReusable).toBe(false);
  });
});
