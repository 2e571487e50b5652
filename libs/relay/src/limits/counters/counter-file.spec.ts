import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '@app/kernel';
import { CounterFile } from './counter-file';
import type { Take } from './limit-store';
import { MemoryLimitStore } from './memory-limit-store';

const HOUR_MS = 3_600_000;
const take = (key: string, fields: Partial<Take>): Take => ({
  key,
  kind: 'amount',
  limit: 10n,
  amount: 7n,
  slotMs: 0,
  endsAtMs: 0,
  ...fields,
});

describe('counters on disk (real: files)', () => {
  let folder: string;
  let file: CounterFile;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'limits-'));
    file = new CounterFile(join(folder, 'limits.json'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('count on in the next process, those of long windows alone', async () => {
    const clock = new SystemClock();
    const day = take('day', { endsAtMs: clock.now() + HOUR_MS });
    const hour = take('hour', { slotMs: HOUR_MS / 60 });
    const minute = take('minute', { slotMs: 1_000 });
    const before = new MemoryLimitStore(clock);
    before.take('1', [day, hour, minute, take('over', { endsAtMs: 1 })]);
    await file.write(before.longCounters());
    const after = new MemoryLimitStore(clock);
    after.restore(file.read());
    expect(after.size).toBe(2);
    expect(after.take('2', [day])).toMatchObject({ ok: false, levels: [{ used: 7n }] });
    expect(after.take('2', [hour])).toMatchObject({ ok: false, levels: [{ used: 7n }] });
    file.writeNow([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(file.read()).toEqual([]);
  });

  it.each(['{}', '[1]', '[["a",{}]]', '[["a",{"slotMs":0,"endsAtMs":1,"slots":[[0,"-5"]]}]]', 'x'])(
    'are not made of %s',
    (text) => {
      writeFileSync(join(folder, 'limits.json'), text);
      expect(() => file.read()).toThrow();
    },
  );
});
