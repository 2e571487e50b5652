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
      lines: [
        [10, 0, 3],
        [4711, 1, 42],
      ],
    }),
  );

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names the sources of a stack and keeps the names of its functions', () => {
    const stack = `Error: no\n    at Relay.answer (${bundle}:4711:20)\n    at ${bundle}:10:1`;
    expect(showSourcePlaces(stack)).toBe(
      'Error: no\n    at Relay.answer (libs/relay/src/second.ts:42)\n    at libs/kernel/src/first.ts:3',
    );
  });

  it('leaves lines of packages as they are', () => {
    const line = `    at DataSource.query (${bundle}:11:20)`;
    expect(showSourcePlaces(line)).toBe(line);
  });

  it('leaves a stack as it is when nothing is known about its bundle', () => {
    const line = `    at main (${join(folder, 'unknown.bundle.js')}:4711:20)`;
    expect(showSourcePlaces(line)).toBe(line);
  });
});
