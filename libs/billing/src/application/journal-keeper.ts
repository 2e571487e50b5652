import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { SettlementQueue } from './settlement-queue';
import { errorRow } from './call-log';
import { claimAbandonedSlots, claimJournalSlot, type JournalSlot } from './journal-slot';
import { DeadNodes } from './leases/dead-nodes';
import { forgetNode, readNode, writeNode } from './leases/node-file';
import { NodeIdentity } from './leases/node-identity';
import { NodeRegistry } from './leases/node-registry';
import { SliceReturns } from './leases/slice-returns';
import { movesAnything, type Settlement } from './settlement';
import {
  readJournals,
  removeJournals,
  SettlementJournal,
  type JournalContents,
  type JournalEntry,
  type JournaledHold,
} from './settlement-journal';
import { SettlementRecovery } from './settlement-recovery';

const WATCH_MS = 15_000;
const SLICE = 500;

/**
 * Owns this process' journal: replays what a predecessor left behind before the first call is taken, and closes it after
 * the last one. Only processes that relay need it.
 */
@Injectable()
export class JournalKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Billing');
  private readonly root: string;
  private slot: JournalSlot | undefined;
  private current: SettlementJournal | undefined;
  private timer: NodeJS.Timeout | undefined;
  private adopting: Promise<void> | undefined;

  constructor(
    config: AppConfig,
    private readonly queue: SettlementQueue,
    private readonly recovery: SettlementRecovery,
    private readonly deadNodes: DeadNodes,
    private readonly slices: SliceReturns,
    private readonly nodes: NodeRegistry,
    private readonly identity: NodeIdentity,
  ) {
    this.root = join(config.dataDir, 'journal');
  }

  get journal(): SettlementJournal {
    if (this.current === undefined) throw new Error('The settlement journal is not open');
    return this.current;
  }

  async onApplicationBootstrap(): Promise<void> {
    const own = claimJournalSlot(this.root);
    this.slot = own;
    const left = readJournals(own.folder);
    // Before the replay: what the database refuses of it goes on here.
    this.current = new SettlementJournal(own.folder, (error) =>
      this.logger.error(`Settlement journal: ${error.stack ?? error.message}`),
    );
    await this.adoptAbandoned(own);
    await this.replay(own.folder, left);
    writeNode(own.folder, this.identity.id);
    this.timer = setInterval(() => void this.watch(own), WATCH_MS);
    this.timer.unref();
    this.slices.start();
  }

  /** Runs after the relay has drained (main.ts waits for that) and before the databases close. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.adopting;
    await this.queue.stop();
    await this.leaveNodes();
    this.current?.close();
    this.slot?.release();
  }

  /** While charges are in the journal only, the slices that they are paid from stay with this node's name. */
  private async leaveNodes(): Promise<void> {
    try {
      if (!this.queue.isEmpty) return this.nodes.abandon();
      await this.slices.handBackAll();
      await this.deadNodes.leaving();
      await this.nodes.leave();
      if (this.slot !== undefined) forgetNode(this.slot.folder);
    } catch (error) {
      this.nodes.abandon();
      this.logger.error(`Slices could not be handed back: ${(error as Error).message}`);
    }
  }

  /** Says that this process lives, and looks after journals whose process has died since. */
  private async watch(own: JournalSlot): Promise<void> {
    try {
      own.touch();
      this.adopting ??= this.adoptAbandoned(own).finally(() => (this.adopting = undefined));
      await this.adopting;
    } catch (error) {
      this.logger.error(`Settlement journal: ${(error as Error).message}`);
    }
  }

  private async adoptAbandoned(own: JournalSlot): Promise<void> {
    const slots = claimAbandonedSlots(this.root, own);
    try {
      for (const { folder } of slots) await this.replay(folder, readJournals(folder));
    } finally {
      // Also after a failure: what belongs to a process that lives nobody looks at again.
      for (const slot of slots) slot.release();
    }
  }

  private async replay(folder: string, contents: JournalContents): Promise<void> {
    await this.writeMissingCharges(contents.settlements);
    await this.writeInterrupted(contents);
    removeJournals(contents);
    const node = readNode(folder);
    if (node === undefined) return;
    await this.deadNodes.replayed(node);
    forgetNode(folder);
  }

  private async writeMissingCharges(settlements: Settlement[]): Promise<void> {
    const missing = await this.recovery.withoutWritten(settlements.filter(movesAnything));
    const refused = await this.writeCharges(missing);
    const withoutLog = await this.recovery.withoutLog(settlements.map((s) => s.requestId));
    for (const settlement of missing) withoutLog.delete(settlement.requestId);
    const rows = settlements.flatMap(({ requestId, log }) =>
      log !== undefined && withoutLog.has(requestId) ? [log] : [],
    );
    await this.inSlices(rows, (row) => this.queue.addLog(row));
    const charged = missing.length - refused;
    if (charged > 0) this.logger.warn(`Charged ${charged} calls from the journal of a process that was killed`);
  }

  /** Tells how many the database refuses; the journal of this process keeps them until it does not. */
  private async writeCharges(settlements: Settlement[]): Promise<number> {
    const unwritten = new Set(settlements);
    const kept = new Map<Settlement, JournalEntry>();
    await this.inSlices(settlements, (settlement) =>
      this.queue.add(settlement, () => {
        unwritten.delete(settlement);
        const entry = kept.get(settlement);
        if (entry !== undefined) this.journal.written(entry);
      }),
    );
    for (const settlement of unwritten) kept.set(settlement, this.journal.keep(settlement));
    return unwritten.size;
  }

  /** Calls that were running: nothing is charged, their reservations died with the process, the log tells it. */
  private async writeInterrupted({ openHolds }: JournalContents): Promise<void> {
    const withoutLog = await this.recovery.withoutLog(openHolds.map((hold) => hold.requestId));
    const interrupted = openHolds.filter((hold) => withoutLog.has(hold.requestId));
    await this.inSlices(interrupted, (hold) => this.queue.addLog(errorRow(interruptedCall(hold), 0n)));
    if (interrupted.length > 0)
      this.logger.warn(
        `${interrupted.length} calls were running when the last process died; their reservations are released`,
      );
  }

  /** A long journal must not become one huge statement. */
  private async inSlices<T>(items: readonly T[], add: (item: T) => void): Promise<void> {
    for (let start = 0; start < items.length; start += SLICE) {
      items.slice(start, start + SLICE).forEach(add);
      await this.queue.drain();
    }
  }
}

function interruptedCall(hold: JournaledHold) {
  return {
    ...hold,
    group: '',
    upstreamModel: '',
    channelId: 0,
    channelName: '',
    isStream: false,
    firstByteMs: 0,
    durationMs: 0,
    attempts: [],
    endState: 'interrupted' as const,
    evidence: 'none' as const,
    onDisconnect: 'cancel' as const,
    status: 0,
    errorCode: 'gateway_interrupted',
    note: '',
    errorText: 'The gateway died while this call was running; its reservation was released and nothing was charged.',
  };
}
