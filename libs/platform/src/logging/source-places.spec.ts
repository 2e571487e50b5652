import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { showSourcePlaces } from './source-places';

describe('showSourcePlaces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-api-places-'));
  const bundle = join(folder, 'gateway.bundle.js');
  const sources = ['libs/kernel/src/first.ts', 'libs/relay/src/second.ts'];
  writeFileSync(
    `${bundle}.places`,
    JSON.stringify({
      sources,
      // A file of ours, code of a package, another file of ours; it goes on in the next line.
      places: [...[10, 0, 0, 3], ...[10, 40, -1, 0], ...[10, 90, 1, 41], ...[10, 95, 1, 42], ...[11, 0, 1, 42]],
    }),
  );

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names the sources of a stack and keeps the names of its functions', () => {
    const stack = `Error: no\n    at Relay.answer (${bundle}:10:96)\n    at ${bundle}:10:1`;
    expect(showSourcePlaces(stack)).toBe(
      'Error: no\n    at Relay.answer (libs/relay/src/second.ts:42)\n    at libs/kernel/src/first.ts:3',
    );
  });

  it('knows several places of one line, each up to the next', () => {
    const lines = [40, 91, 95, 300].map((column) => showSourcePlaces(`${bundle}:10:${column}`));
    expect(lines).toEqual([
      'libs/kernel/src/first.ts:3',
      'libs/relay/src/second.ts:41',
      'libs/relay/src/second.ts:41',
      'libs/relay/src/second.ts:42',
    ]);
    expect(showSourcePlaces(`${bundle}:11:7`)).toBe('libs/relay/src/second.ts:42');
  });

  it('leaves places of packages as they are', () => {
    for (const place of ['10:41', '10:90', '9:5', '12:5']) {
      const line = `    at DataSource.query (${bundle}:${place})`;
      expect(showSourcePlaces(line)).toBe(line);
    }
  });

  it('leaves a stack as it is when nothing is known about its bundle', () => {
    const line = `    at main (${join(folder, 'unknown.bundle.js')}:4711:20)`;
    expect(showSourcePlaces(line)).toBe(line);
  });
});
