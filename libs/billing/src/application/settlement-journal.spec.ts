import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_COLUMNS, type Settlement } from './settlement';
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

const openJournal = (folder: string) =>
  new SettlementJournal(folder, (error) => {
    throw error;
  });
const nothing = () => undefined;
const nextTick = () => new Promise<void>((resolve) => process.nextTick(resolve));

describe('the settlement journal', () => {
  let folder: string;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
  });

  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  it('touches no descriptor after its end: the number may be that of a socket by then', async () => {
    const errors: string[] = [];
    const journal = new SettlementJournal(folder, (error) => errors.push(error.message));
    const early = journal.settle(settlement('early'), nothing);
    await nextTick();
    journal.close();
    const path = join(folder, 'somebody-else');
    const descriptor = openSync(path, 'w');
    journal.hold(hold('late'));
    await pass();
    const isDurable = jest.fn();
    const late = journal.settle(settlement('late'), isDurable);
    await nextTick();
    journal.written(early);
    journal.written(late);
    journal.close();
    expect(isDurable).toHaveBeenCalledTimes(1);
    expect(errors).toEqual(['something was settled after the end of the journal']);
    expect(readFileSync(path, 'utf8')).toBe('');
    closeSync(descriptor);
    expect(readJournals(folder).settlements.map(({ requestId }) => requestId)).toEqual(['early']);
  });

  it('completes rows that a version with fewer columns wrote', () => {
    const row = LOG_COLUMNS.slice(0, -1).map(() => 0);
    writeFileSync(join(folder, '0.journal'), `S${JSON.stringify({ ...settlement('old'), log: row })}\n`);
    const [written] = readJournals(folder).settlements;
    expect(JSON.parse(written!.log!)).toEqual([...row, '']);
  });

  it('has a settlement on disk when it calls back, without closing anything', async () => {
    const journal = openJournal(folder);
    const seen: string[][] = [];
    journal.hold(hold('still running'));
    for (const id of ['a', 'b'])
      journal.settle(settlement(id), () => seen.push(readJournals(folder).settlements.map((s) => s.requestId)));
    await pass();
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('has one that is alone on disk before the turn ends, and never calls back before it returns', async () => {
    const journal = openJournal(folder);
    journal.hold(hold('a'));
    const onDurable = jest.fn(() => expect(readJournals(folder).settlements).toHaveLength(1));
    journal.settle(settlement('a'), onDurable);
    expect(onDurable).not.toHaveBeenCalled();
    await nextTick();
    expect(onDurable).toHaveBeenCalledTimes(1);
  });

  it('calls back also when the disk is full: the group commit still has the charge', async () => {
    const told: string[] = [];
    const journal = new SettlementJournal(folder, (error) => told.push(error.message));
    closeSync((journal as unknown as { files: { descriptor: number }[] }).files[0]!.descriptor);
    const onDurable = jest.fn();
    journal.settle(settlement('a'), onDurable);
    await pass();
    expect(onDurable).toHaveBeenCalledTimes(1);
    expect(told).toHaveLength(1);
  });

  it('tells holds that were never settled, and forgets the settled ones', async () => {
    const journal = openJournal(folder);
    for (const id of ['a', 'b', 'c']) journal.hold(hold(id));
    journal.settle(settlement('b'), nothing);
    await pass();
    expect(readJournals(folder).openHolds.map((h) => h.requestId)).toEqual(['a', 'c']);
  });

  it('skips a line that the process died writing, and garbage', async () => {
    openJournal(folder).settle(settlement('a'), nothing);
    await pass();
    const [name] = readdirSync(folder);
    appendFileSync(join(folder, name!), 'nonsense\nS{"requestId":"b","amo');
    expect(readJournals(folder).settlements.map((s) => s.requestId)).toEqual(['a']);
  });

  it('starts a new file when one is full, keeps open holds in it and drops the old one once it is written', async () => {
    const journal = openJournal(folder);
    journal.hold(hold('still-open'));
    await pass();
    const entries = Array.from({ length: 18 }, (_, i) => journal.settle(settlement(`s${i}`, 1024 * 1024), nothing));
    await pass();
    expect(readdirSync(folder)).toHaveLength(2);
    for (const entry of entries) journal.written(entry);
    expect(readdirSync(folder)).toEqual(['1.journal']);
    expect(readJournals(folder).openHolds.map((h) => h.requestId)).toEqual(['still-open']);
  });

  it('leaves nothing behind after a clean end, and everything unwritten after another', () => {
    const clean = openJournal(folder);
    clean.written(clean.settle(settlement('a'), nothing));
    clean.close();
    expect(readdirSync(folder)).toEqual([]);
    const other = openJournal(folder);
    other.settle(settlement('b'), nothing);
    other.close();
    expect(readJournals(folder).settlements).toHaveLength(1);
    removeJournals(readJournals(folder));
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
    const namespace = readFileSync(join(own.folder, 'owner'), 'utf8').split(' ')[2]!;
    writeFileSync(join(other.folder, 'owner'), `999999999 1 ${namespace}`);
    expect(claimAbandonedSlots(root, own).map((slot) => slot.folder)).toEqual([other.folder]);
    writeFileSync(join(other.folder, 'owner'), `${process.pid} 1 ${namespace}`);
    expect(claimAbandonedSlots(root, own)).toHaveLength(1);
    expect(claimAbandonedSlots(root, own)).toHaveLength(0);
  });

  it('belong to a process in another container as long as it shows signs of life, whatever its number', () => {
    const own = claimJournalSlot(root);
    const other = claimJournalSlot(root);
    const owner = join(other.folder, 'owner');
    writeFileSync(owner, `${process.pid} 1 pid:[another]`);
    expect(claimAbandonedSlots(root, own)).toHaveLength(0);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(owner, longAgo, longAgo);
    expect(claimAbandonedSlots(root, own)).toHaveLength(1);
  });
});
