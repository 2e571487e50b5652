import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHeartbeat } from './heartbeat';

describe('the heartbeat of the worker', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heartbeat-'));
    jest.useFakeTimers({ now: 1_800_000_000_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = () => readFileSync(join(folder, 'worker.alive'), 'utf8').trim();

  it('writes the time at once and again and again', () => {
    const timer = startHeartbeat(folder, fail);
    expect(read()).toBe('2027-01-15T08:00:00.000Z');
    jest.advanceTimersByTime(15_000);
    expect(read()).toBe('2027-01-15T08:00:15.000Z');
    clearInterval(timer);
  });

  it('warns once while it cannot write, and goes on when it can again', () => {
    const dataDir = join(folder, 'data');
    writeFileSync(dataDir, 'in the way');
    const warnings: string[] = [];
    const timer = startHeartbeat(dataDir, (text) => void warnings.push(text));
    jest.advanceTimersByTime(60_000);
    expect(warnings).toEqual([expect.stringContaining('cannot be written')]);
    rmSync(dataDir);
    jest.advanceTimersByTime(15_000);
    expect(existsSync(join(dataDir, 'worker.alive'))).toBe(true);
    clearInterval(timer);
  });
});

function fail(text: string): never {
  throw new Error(text);
}
