import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '@app/kernel';
import { LineLogger } from './line-logger';
import { RequestLine } from './request-line';

class FixedClock extends Clock {
  time = new Date(2026, 0, 2, 3, 4, 5).getTime();
  now() {
    return this.time;
  }
}

describe('LineLogger', () => {
  let directory: string;
  let lines: string[];
  const output = { write: (line: string) => lines.push(line) > 0 };
  beforeEach(() => {
    lines = [];
    directory = mkdtempSync(join(tmpdir(), 'log-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('writes the lines operators of this family know', () => {
    const logger = new LineLogger({ logDir: undefined, debug: false }, new FixedClock(), output);
    logger.log('started', 'Gateway');
    logger.warn(new RequestLine('id1', 'slow'), 'Relay');
    logger.error('broken', 'Error: broken\n    at x', 'Relay');
    logger.access('id1', 200, 1.25, '192.0.2.1', 'GET /api/status');
    logger.debug('unseen');
    expect(lines).toEqual([
      '[SYS] 2026/01/02 - 03:04:05 | Gateway: started\n',
      '[WARN] 2026/01/02 - 03:04:05 | id1 | Relay: slow\n',
      '[ERR] 2026/01/02 - 03:04:05 | SYSTEM | Relay: broken\nError: broken\n    at x\n',
      '[GIN] 2026/01/02 - 03:04:05 | id1 | 200 | 1.3ms | 192.0.2.1 | GET /api/status\n',
    ]);
  });

  it('masks keys wherever they turn up', () => {
    const logger = new LineLogger({ logDir: undefined, debug: true }, new FixedClock(), output);
    logger.debug({ headers: { authorization: 'Bearer abcdef' } });
    logger.error(new Error('upstream refused sk-abcdef123'));
    expect(lines.join('')).not.toMatch(/abcdef/);
    expect(lines.join('')).toMatch(/upstream refused sk-\*\*\*/);
  });

  it('keeps a file a day, and errors in one of their own', async () => {
    const clock = new FixedClock();
    const logger = new LineLogger({ logDir: join(directory, 'logs'), debug: false }, clock, output);
    logger.log('first day');
    logger.error('bad');
    clock.time += 24 * 3_600_000;
    logger.log('second day');
    await logger.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const read = (name: string) => readFileSync(join(directory, 'logs', name), 'utf8');
    expect(readdirSync(join(directory, 'logs')).sort()).toEqual([
      'chatapi-20260102.log',
      'chatapi-20260103.log',
      'chatapi-error-20260102.log',
    ]);
    expect(read('chatapi-20260102.log')).toMatch(/first day\n.*bad/);
    expect(read('chatapi-20260103.log')).toMatch(/second day/);
    expect(read('chatapi-error-20260102.log')).not.toMatch(/first day/);
  });
});
