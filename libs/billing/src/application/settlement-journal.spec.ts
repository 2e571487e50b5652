import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settlement } from './settlement';
import { claimAbandonedSlots, claimJournalSlot } from './journal-slot';
import { readJournals, removeJournals, SettlementJournal, type JournaledHold } from './settlement-journal';

const hold = (requestId: string): JournaledHold => ({
  requestId,
  userId: 1,
  tokenId: 2,
  username: 'u',
  tokenName: 't',
  requestedModel: 'm',
  ip: '',
  startedAtMs: 0,
});
const settlement = (requestId: string, padding = 0): Settlement => ({
  requestId,
  userId: 1,
  tokenId: 2,
  isTokenLimited: false,
  channelId: 3,
  amount: '5',
  atSeconds: 1,
  log: JSON.stringify(['x'.repeat(padding)]),
});
/** Until holds are old enough to be written. */
const pass = () => jest.advanceTimersByTimeAsync(150);

describe('the settlement journal', () => {
  let folder: string;

  beforeEach(() => {
    jest.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
  });

  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a settlement on disk when settle returns, without closing anything', () => {
    const journal = new SettlementJournal(folder);
    journal.settle(settlement('a'));
    expect(readJournals(folder).settlements.map((s) => s.requestId)).toEqual(['a']);
  });

  it('tells holds that were never settled, and forgets the settled ones', async () => {
    const journal = new SettlementJournal(folder);
    for (const id of ['a', 'b', 'c']) journal.hold(hold(id));
    journal.settle(settlement('b'));
    await pass();
    expect(readJournals(folder).openHolds.map((h) => h.requestId)).toEqual(['a', 'c']);
  });

  it('skips a line that the process died writing, and garbage', () => {
    new SettlementJournal(folder).settle(settlement('a'));
    const [name] = readdirSync(folder);
    appendFileSync(join(folder, name!), 'nonsense\nS{"requestId":"b","amo');
    expect(readJournals(folder).settlements.map((s) => s.requestId)).toEqual(['a']);
  });

  it('starts a new file when one is full, keeps open holds in it and drops the old one once it is written', async () => {
    const journal = new SettlementJournal(folder);
    journal.hold(hold('still-open'));
    await pass();
    const files = Array.from({ length: 18 }, (_, i) => journal.settle(settlement(`s${i}`, 1024 * 1024)));
    expect(readdirSync(folder)).toHaveLength(2);
    for (const file of files) journal.written(file);
    expect(readdirSync(folder)).toEqual(['1.journal']);
    expect(readJournals(folder).openHolds.map((h) => h.requestId)).toEqual(['still-open']);
  });

  it('leaves nothing behind after a clean end, and everything unwritten after another', () => {
    const clean = new SettlementJournal(folder);
    clean.written(clean.settle(settlement('a')));
    clean.close();
    expect(readdirSync(folder)).toEqual([]);
    const other = new SettlementJournal(folder);
    other.settle(settlement('b'));
    other.close();
    expect(readJournals(folder).settlements).toHaveLength(1);
    removeJournals(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('journal slots', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'slots-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('give every live process a folder of its own', () => {
    const first = claimJournalSlot(root);
    const second = claimJournalSlot(root);
    expect(first.folder).not.toBe(second.folder);
    first.release();
    expect(claimJournalSlot(root).folder).toBe(first.folder);
  });

  it('are taken over from a process that is dead, also when its number belongs to another one now', () => {
    const own = claimJournalSlot(root);
    const other = claimJournalSlot(root);
    writeFileSync(join(other.folder, 'owner'), '999999999 1');
    expect(claimAbandonedSlots(root, own).map((slot) => slot.folder)).toEqual([other.folder]);
    writeFileSync(join(other.folder, 'owner'), `${process.pid} 1`);
    expect(claimAbandonedSlots(root, own)).toHaveLength(1);
    expect(claimAbandonedSlots(root, own)).toHaveLength(0);
  });
});
