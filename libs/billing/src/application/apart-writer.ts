import { Logger } from '@nestjs/common';
import type { SettlementStore } from '../persistence/settlement/settlement-store';
import type { LogRow, Settlement } from './settlement';
import { totalGroup } from './settlement-group';
import type { SettlementRecovery } from './settlement-recovery';

/** Writes a group that failed again and again: perhaps the database refuses one row for its own sake, and the others wait for it. */
export class ApartWriter {
  private readonly logger = new Logger('Billing');

  constructor(
    private readonly store: SettlementStore,
    private readonly recovery: SettlementRecovery,
    private readonly isStopping: () => boolean,
  ) {}

  /**
   * The money first, by halves until what is refused stands alone; then the rows: one that is refused is told and left out.
   * Rejects while the database is away or busy, and then refuses nothing.
   *
   * @returns what it refuses, and why
   */
  async write(group: readonly Settlement[], logs: readonly LogRow[]): Promise<Map<Settlement, Error>> {
    const refused = new Map<Settlement, Error>();
    await this.writeMoney(group, refused);
    const written = group.flatMap((settlement) =>
      settlement.log === undefined || refused.has(settlement) ? [] : [settlement.log],
    );
    await this.writeLogs([...written, ...logs]);
    return refused;
  }

  private async writeMoney(
    part: readonly Settlement[],
    refused: Map<Settlement, Error>,
    hasFailed = false,
  ): Promise<void> {
    try {
      // What an earlier try has written must not be charged again.
      const unwritten = await this.recovery.withoutWritten(part);
      await this.store.writeGroup({ ...totalGroup(unwritten), logs: [] });
    } catch (error) {
      if (this.isStopping()) throw error;
      await this.recovery.probe();
      if (part.length === 1) {
        // The first time the database may have been away until a moment ago.
        if (hasFailed) refused.set(part[0]!, error as Error);
        else await this.writeMoney(part, refused, true);
        return;
      }
      const middle = part.length >> 1;
      await this.writeMoney(part.slice(0, middle), refused);
      await this.writeMoney(part.slice(middle), refused);
    }
  }

  private async writeLogs(rows: readonly LogRow[]): Promise<void> {
    try {
      await this.store.writeLogs(rows);
    } catch {
      for (const row of rows) {
        await this.store.writeLogs([row]).catch(async (error: Error) => {
          await this.recovery.probe();
          this.logger.error(`Log row left out: ${error.message}: ${row}`);
        });
      }
    }
  }
}
