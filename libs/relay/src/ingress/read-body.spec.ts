import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { AppError } from '@app/kernel';
import { readBody } from './read-body';

const LIMIT = 10;

function begin(headers: Record<string, string>) {
  const stream = new PassThrough();
  const results: (string | AppError)[] = [];
  readBody(Object.assign(stream, { headers }) as unknown as IncomingMessage, LIMIT, (result) =>
    results.push(result instanceof AppError ? result : result.toString()),
  );
  return { stream, results };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('reading the body of a request', () => {
  it('is done with the last byte that was declared, and only once', async () => {
    const { stream, results } = begin({ 'content-length': '6' });
    stream.write('abc');
    await turn();
    expect(results).toEqual([]);
    stream.write('def');
    await turn();
    expect(results).toEqual(['abcdef']);
    stream.end();
    await turn();
    expect(results).toEqual(['abcdef']);
  });

  it('waits for the end where no length was declared, or none that is true', async () => {
    for (const headers of [{}, { 'content-length': '0' }]) {
      const { stream, results } = begin(headers as Record<string, string>);
      stream.end('abc');
      await turn();
      expect(results).toEqual(['abc']);
    }
  });

  it('refuses what is declared too long, comes too long or is compressed', async () => {
    expect(begin({ 'content-length': '11' }).results).toMatchObject([{ status: 413 }]);
    expect(begin({ 'content-encoding': 'gzip' }).results).toMatchObject([{ status: 415 }]);
    const { stream, results } = begin({});
    stream.write('abcdefgh');
    stream.write('ijkl');
    stream.end('mnop');
    await turn();
    expect(results).toMatchObject([{ status: 413 }]);
  });

  it('says nothing of a caller who left midway', async () => {
    const { stream, results } = begin({ 'content-length': '6' });
    stream.write('abc');
    stream.destroy();
    await turn();
    expect(results).toEqual([]);
  });
});
