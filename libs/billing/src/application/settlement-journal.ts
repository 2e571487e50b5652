import { closeSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { HoldDescription } from '../usage-meter.contract';
import { completeRow, type Settlement } from './settlement';

/** A reservation as the journal remembers it, for the case that the process dies before it is settled. */
export interface JournaledHold extends HoldDescription {
  requestId: string;
  userId: number;
  tokenId: number;
}

export interface JournalContents {
  /** Settlements in the order they were made; most of them are in the database already. */
  settlements: Settlement[];
  /** Reservations without a settlement. */
  openHolds: JournaledHold[];
  /** Paths of the files that it was read from. */
  files: string[];
}

/** How long a hold may be open before it is written. */
const HOLD_WRITE_MS = 100;
const ROTATE_AT_BYTES = 16 * 1024 * 1024;
const FILE_NAME = /^\d+\.journal$/;
const REQUEST_ID = /^[\x21-\x7e]{1,64}$/;

/** One settlement on its way through the journal. */
export interface JournalEntry {
  file: JournalFile | undefined;
  isWritten: boolean;
  /** Undefined after it ran: whoever waits for the database must not keep a whole call in memory. */
  onDurable: (() => void) | undefined;
}

interface JournalFile {
  path: string;
  descriptor: number;
  bytes: number;
  /** The last write failed and may have left half a line. */
  isTorn: boolean;
  /** Settlements in it that are not known to be in the database. */
  unwritten: number;
}

/**
 * Append-only file of what must survive the death of the process. A settlement is in the kernel's hands
 * before its caller sees the last byte, so `kill -9` cannot lose it; power loss can, up to the last group commit. Holds are
 * written when they have been open for a moment: most are settled before, and a lost one costs no money. A full file is followed by a new one and removed when all its
 * settlements are in the database.
 */
export class SettlementJournal {
  private readonly files: JournalFile[] = [];
  /** Open holds that are in a file. */
  private readonly writtenHolds = new Map<string, JournaledHold>();
  /** Open holds that are too young for one. */
  private readonly youngHolds = new Map<string, JournaledHold>();
  private holdTimer: NodeJS.Timeout | undefined;
  /** Settlements of this turn. */
  private pending: JournalEntry[] = [];
  private pendingText = '';
  private nextNumber: number;
  private isClosed = false;

  constructor(
    private readonly folder: string,
    private readonly onError: (error: Error) => void,
  ) {
    this.nextNumber = Math.max(0, ...journalFiles(folder).map((name) => parseInt(name, 10) + 1));
    this.openFile();
  }

  hold(hold: JournaledHold): void {
    // A process that ends will not be asked about it.
    if (this.isClosed) return;
    this.youngHolds.set(hold.requestId, hold);
    this.holdTimer ??= setTimeout(this.writeYoungHolds, HOLD_WRITE_MS);
  }

  /** The reservation ended without a charge. */
  forget(requestId: string): void {
    if (!this.youngHolds.delete(requestId)) this.writtenHolds.delete(requestId);
  }

  /**
   * `onDurable` runs when the settlement is safe from the death of the process: all settlements of one turn of the event
   * loop are one write, and one that is alone is not kept waiting for the turn's end. It never runs before this returns: what
   * waits for it must be written first. The result goes to `written` once the database has it.
   */
  settle(settlement: Settlement, onDurable: () => void): JournalEntry {
    this.forget(settlement.requestId);
    const entry: JournalEntry = { file: undefined, isWritten: false, onDurable };
    this.pendingText += settlementLine(settlement);
    if (this.pending.push(entry) > 1) return entry;
    if (this.youngHolds.size + this.writtenHolds.size === 0) process.nextTick(this.flush);
    else setImmediate(this.flush);
    return entry;
  }

  /** Takes over a settlement of another journal that the database refuses, until it is written. */
  keep({ log, ...facts }: Settlement): JournalEntry {
    const settlement = { ...facts, ...(log !== undefined && { log: JSON.parse(log) as unknown }) };
    const file = this.append(`S${JSON.stringify(settlement)}\n`, 'utf8');
    if (file.isTorn) throw new Error(`The journal cannot take over the charge of call ${facts.requestId}`);
    file.unwritten += 1;
    return { file, isWritten: false, onDurable: undefined };
  }

  /** The settlement is in the database. */
  written(entry: JournalEntry): void {
    entry.isWritten = true;
    if (entry.file !== undefined && !this.isClosed) this.discharge(entry.file);
  }

  private discharge(file: JournalFile): void {
    file.unwritten -= 1;
    if (file.unwritten === 0 && file !== this.files[this.files.length - 1]) this.remove(file);
  }

  /** For a shutdown: an empty folder is a clean end. What is settled afterwards is in no journal. */
  close(): void {
    if (this.isClosed) return;
    this.flush();
    clearTimeout(this.holdTimer);
    this.isClosed = true;
    for (const file of [...this.files]) {
      if (file.unwritten === 0) this.remove(file);
      else closeSync(file.descriptor);
    }
  }

  private readonly flush = (): void => {
    if (this.pending.length === 0) return;
    const { pending, pendingText } = this;
    this.pending = [];
    this.pendingText = '';
    const file = this.append(pendingText, 'latin1');
    for (const entry of pending) {
      entry.file = file;
      file.unwritten += 1;
      // The database may have been quicker.
      if (entry.isWritten && !this.isClosed) this.discharge(file);
    }
    for (const entry of pending) {
      const onDurable = entry.onDurable!;
      entry.onDurable = undefined;
      this.attemptTo(onDurable);
    }
    this.rotateWhenFull();
  };

  /** One answer that cannot be sent must not keep the others from theirs. */
  private attemptTo(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.onError(error as Error);
    }
  }

  /** Settlements are ASCII alone: as latin1 nobody has to count their bytes first. */
  private append(text: string, encoding: 'latin1' | 'utf8'): JournalFile {
    // By now the number of the descriptor may be somebody else's: a socket would be written to.
    if (this.isClosed) return this.refuse();
    const file = this.files[this.files.length - 1]!;
    if (file.isTorn) text = `\n${text}`;
    file.isTorn = false;
    try {
      const bytes = Buffer.from(text, encoding);
      // A nearly full disk may take only a part at a time.
      for (let done = 0; done < bytes.length;) done += writeSync(file.descriptor, bytes, done);
      file.bytes += bytes.length;
    } catch (error) {
      // A full disk must not take the answers with it: the group commit still writes these charges. A torn line ends here.
      file.isTorn = true;
      this.onError(error as Error);
    }
    return file;
  }

  private refuse(): JournalFile {
    this.onError(new Error('something was settled after the end of the journal'));
    return { path: '', descriptor: -1, bytes: 0, isTorn: true, unwritten: 0 };
  }

  private readonly writeYoungHolds = (): void => {
    this.holdTimer = undefined;
    const holds = [...this.youngHolds.values()];
    this.youngHolds.clear();
    for (const hold of holds) this.writtenHolds.set(hold.requestId, hold);
    this.writeHolds(holds);
    this.rotateWhenFull();
  };

  private writeHolds(holds: readonly JournaledHold[]): void {
    if (holds.length > 0) this.append(holds.map((hold) => `H${JSON.stringify(hold)}\n`).join(''), 'utf8');
  }

  private rotateWhenFull(): void {
    if (!this.isClosed && this.files[this.files.length - 1]!.bytes > ROTATE_AT_BYTES)
      this.attemptTo(() => this.rotate());
  }

  private rotate(): void {
    const full = this.files[this.files.length - 1]!;
    this.openFile();
    // The new file repeats what is still open, so that the old one can go.
    this.writeHolds([...this.writtenHolds.values()]);
    if (full.unwritten === 0) this.remove(full);
  }

  private openFile(): void {
    const path = join(this.folder, `${this.nextNumber++}.journal`);
    this.files.push({ path, descriptor: openSync(path, 'ax', 0o600), bytes: 0, isTorn: false, unwritten: 0 });
  }

  private remove(file: JournalFile): void {
    this.files.splice(this.files.indexOf(file), 1);
    this.attemptTo(() => closeSync(file.descriptor));
    this.attemptTo(() => unlinkSync(file.path));
  }
}

/** Reads all journals of a folder. A torn last line (the process died while writing it) was never acknowledged: it is skipped. */
export function readJournals(folder: string): JournalContents {
  const settlements = new Map<string, Settlement>();
  const openHolds = new Map<string, JournaledHold>();
  const names = journalFiles(folder).sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
  for (const name of names) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const entry = parseLine(line);
      if (entry === undefined) continue;
      if (entry.kind === 'settlement') settlements.set(entry.value.requestId, entry.value);
      else openHolds.set(entry.value.requestId, entry.value);
    }
  }
  for (const requestId of settlements.keys()) openHolds.delete(requestId);
  const files = names.map((name) => join(folder, name));
  return { settlements: [...settlements.values()], openHolds: [...openHolds.values()], files };
}

/** Removes journals whose contents are in the database, or in another journal. */
export function removeJournals({ files }: JournalContents): void {
  for (const path of files) unlinkSync(path);
}

function journalFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => FILE_NAME.test(name));
}

/** What JSON.stringify would give, without its detours: ids and amounts need no escaping, and the row is JSON already. */
function settlementLine(settlement: Settlement): string {
  const { requestId, userId, tokenId, isTokenLimited, channelId, amount, atSeconds, log, plan } = settlement;
  const facts = `S{"requestId":"${requestId}","userId":${userId},"tokenId":${tokenId},"isTokenLimited":${isTokenLimited},"channelId":${channelId},"amount":"${amount}","atSeconds":${atSeconds}`;
  const head = plan === undefined ? facts : `${facts},"plan":${JSON.stringify(plan)}`;
  return log === undefined ? `${head}}\n` : `${head},"log":${log}}\n`;
}

function parseSettlement(text: string): Settlement {
  const { log, ...facts } = JSON.parse(text) as Omit<Settlement, 'log'> & { log?: unknown[] };
  return { ...facts, log: log === undefined ? undefined : completeRow(log) };
}

type JournalLine = { kind: 'settlement'; value: Settlement } | { kind: 'hold'; value: JournaledHold };

function parseLine(line: string): JournalLine | undefined {
  try {
    if (line.startsWith('S')) return usable({ kind: 'settlement', value: parseSettlement(line.slice(1)) });
    if (line.startsWith('H')) return usable({ kind: 'hold', value: parseHold(line.slice(1)) });
  } catch {
    return undefined;
  }
  return undefined;
}

function parseHold(text: string): JournaledHold {
  const hold = JSON.parse(text) as JournaledHold;
  return { ...hold, requestedModel: String(hold.requestedModel) };
}

/** Nothing can be asked or written about a call whose id no database could have as a key. */
function usable(line: JournalLine): JournalLine | undefined {
  const { requestId } = line.value as { requestId: unknown };
  return typeof requestId === 'string' && REQUEST_ID.test(requestId) ? line : undefined;
}
