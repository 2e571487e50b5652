import { Readable } from 'node:stream';
import type { Request } from 'express';
import { readRawCallback } from './raw-callback';

const requestOf = (parts: Iterable<Buffer> | AsyncIterable<Buffer>): Request =>
  Object.assign(Readable.from(parts), { method: 'POST', originalUrl: '/notify', headers: {} }) as unknown as Request;

async function* brokenOff(): AsyncGenerator<Buffer> {
  yield Buffer.from('a=');
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

describe('a callback as it comes', () => {
  it('is kept byte by byte', async () => {
    const { body } = await readRawCallback(requestOf([Buffer.from([0, 255]), Buffer.from('b')]), 7);
    expect(body).toEqual(Buffer.from([0, 255, 98]));
  });

  it('is refused when it is too large', async () => {
    const raw = readRawCallback(requestOf(Array<Buffer>(65).fill(Buffer.alloc(1024))), 7);
    await expect(raw).rejects.toMatchObject({ code: 'payment.callback_too_large', status: 413 });
  });

  it('is refused when the sender breaks off, which is no failure of ours', async () => {
    const raw = readRawCallback(requestOf(brokenOff()), 7);
    await expect(raw).rejects.toMatchObject({ code: 'payment.callback_broken', status: 400 });
  });
});
