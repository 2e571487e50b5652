import { Inject, Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { ApartWriter } from './apart-writer';
import type { LogRow, Settlement } from './settlement';
import { totalGroup } from './settlement-group';
import { SettlementRecovery } from './settlement-recovery';
import { SETTLEMENT_STORE } from './tokens';
import type { SettlementStore } from '../persistence/settlement/settlement-store';

/** A first row after a quiet time waits so long for company. */
const GROUP_MS = 5;
/**
 * Under load groups follow each other no faster than this. The commit costs the same for ten rows as for a hundred, and the
 * journal has the charges meanwhile.
 */
const GROUP_SPACING_MS = 25;
const GROUP_ROWS = 500;
/** Error rows beyond this are dropped while the database is away; settlements never are. */
const MOST_WAITING_LOGS = 10_000;
/** So many unwritten settlements mean that the database is gone: new calls are refused. */
const MOST_WAITING_SETTLEMENTS = 100_000;
const LONGEST_PAUSE_MS = 5_000;
/** So long the whole group is tried; from then on its parts. */
const APART_AFTER_PAUSE_MS = 800;
const RETRY_REFUSED_MS = 10 * 60_000;

interface WaitingSettlement {
  settlement: Settlement;
  onWritten: () => void;
  /** It was refused before, and the log says so. */
  isTold?: true;
}

/**
 * Collects settlements for a few milliseconds and writes them as one group. Order is kept; a group that fails is tried
 * again until the database takes it. Settlements that the database refuses for their own sake are set aside.
 */
@Injectable()
export class SettlementQueue {
  private readonly logger = new Logger('Billing');
  private waiting: WaitingSettlement[] = [];
  private waitingLogs: LogRow[] = [];
  /** Refused by the database, whatever else it takes. Charged in memory, kept in the journal, tried again now and then. */
  private refused: WaitingSettlement[] = [];
  private retryTimer: NodeJS.Timeout | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** All database work of the queue, one after another. */
  private tail: Promise<void> = Promise.resolve();
  private isStopping = false;
  private inFlight = 0;
  private lastFlushMs = 0;

  /** BATCH_UPDATE_ENABLED stretches the group to its interval; the journal keeps the charges until then. */
  private readonly groupMs: number;
  private readonly apart: ApartWriter;

  constructor(
    @Inject(SETTLEMENT_STORE) private readonly store: SettlementStore,
    private readonly recovery: SettlementRecovery,
    { batchUpdate }: AppConfig,
  ) {
    this.apart = new ApartWriter(store, recovery, () => this.isStopping);
    this.groupMs = batchUpdate.enabled ? batchUpdate.intervalSeconds * 1000 : GROUP_MS;
  }

  get isOverloaded(): boolean {
    return this.waiting.length + this.inFlight + this.refused.length > MOST_WAITING_SETTLEMENTS;
  }

  /** Nothing waits for the database. After `stop`, false means that it is in the journal only. */
  get isEmpty(): boolean {
    return this.waiting.length + this.inFlight + this.refused.length === 0;
  }

  add(settlement: Settlement, onWritten: () => void): void {
    this.waiting.push({ settlement, onWritten });
    if (this.waiting.length === GROUP_ROWS) this.flush();
    else this.flushSoon();
  }

  addLog(row: LogRow): void {
    if (this.waitingLogs.length >= MOST_WAITING_LOGS) return;
    this.waitingLogs.push(row);
    this.flushSoon();
  }

  /** Runs `read` while no group is being written, so that what it reads and what is waiting add up. */
  exclusive<T>(read: () => Promise<T>): Promise<T> {
    const result = this.tail.then(read);
    this.tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Writes what is waiting now; resolves when it is in the database or refused by it, whatever has come since. */
  async drain(): Promise<void> {
    this.flush();
    await this.tail;
  }

  /** Like `drain`, but gives up at the first failure: whatever is left stays in the journal. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    clearTimeout(this.retryTimer);
    this.flush();
    await this.tail;
  }

  private flushSoon(): void {
    if (this.timer !== undefined) return;
    const spacingLeftMs = this.lastFlushMs + GROUP_SPACING_MS - performance.now();
    this.timer = setTimeout(() => this.flush(), Math.max(this.groupMs, spacingLeftMs));
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0 && this.waitingLogs.length === 0) return;
    this.lastFlushMs = performance.now();
    const group = this.waiting;
    const logs = this.waitingLogs;
    this.waiting = [];
    this.waitingLogs = [];
    this.inFlight += group.length;
    this.append(() => this.write(group, logs, false));
  }

  private append(work: () => Promise<void>): void {
    this.tail = this.tail.then(work).catch((error: Error) => this.logger.error(error.stack ?? error.message));
  }

  /** `isApart`: by parts from the first try on. */
  private async write(group: WaitingSettlement[], logs: LogRow[], isApart: boolean): Promise<void> {
    let refused: Map<Settlement, Error> | undefined;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        if (isApart) refused = await this.apart.write(group.map(settlementOf), logs);
        else await this.writeOnce(group, logs);
        break;
      } catch (error) {
        this.logger.error(`Could not write ${group.length} settlements, trying again: ${(error as Error).message}`);
        if (this.isStopping) return;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        // Where some were refused lately, this is hardly the database's fault: others need not wait so long.
        if (pauseMs * 2 >= APART_AFTER_PAUSE_MS || this.refused.length > 0) isApart = true;
      }
    }
    this.inFlight -= group.length;
    for (const waiting of group) {
      const reason = refused?.get(waiting.settlement);
      if (reason === undefined) waiting.onWritten();
      else this.setAside(waiting, reason);
    }
  }

  private setAside(waiting: WaitingSettlement, reason: Error): void {
    this.refused.push(waiting);
    this.retryTimer ??= setTimeout(() => this.retryRefused(), RETRY_REFUSED_MS).unref();
    if (waiting.isTold) return;
    waiting.isTold = true;
    const { requestId, userId, amount } = waiting.settlement;
    this.logger.error(
      `The database refuses the charge of call ${requestId} (user #${userId}, ${amount} nano-dollars): ${reason.message}. ` +
        'It stays in the journal and is tried again every ten minutes and at the next start',
    );
  }

  private retryRefused(): void {
    this.retryTimer = undefined;
    const again = this.refused;
    this.refused = [];
    this.inFlight += again.length;
    this.logger.warn(`${again.length} charges that the database refused are tried again`);
    this.append(() => this.write(again, [], true));
  }

  private async writeOnce(group: WaitingSettlement[], logs: LogRow[]): Promise<void> {
    const settlements = group.map(settlementOf);
    try {
      const totals = totalGroup(settlements);
      for (const row of logs) totals.logs.push(row);
      await this.store.writeGroup(totals);
    } catch (error) {
      // A commit whose answer got lost: what is already there must not be charged again.
      if (!this.store.isDuplicate(error)) throw error;
      const unwritten = await this.recovery.withoutWritten(settlements);
      await this.store.writeGroup({ ...totalGroup(unwritten), logs: [] });
      await this.store.writeLogs([...totalGroup(settlements).logs, ...logs]);
    }
  }
}

function settlementOf({ settlement }: WaitingSettlement): Settlement {
  return settlement;
}
