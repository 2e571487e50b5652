import type { AuditRecord, DomainEvents } from '@app/kernel';
import { Clock } from '@app/kernel';
import { AesSecretBox, EgressGuard, LocalEventBus, MainDataSource, UnitOfWork } from '@app/platform';
import type { DataSource } from 'typeorm';
import { ChannelAddresses } from '../src/application/channel-addresses';
import { ChannelAdminService } from '../src/application/channel-admin.service';
import { ChannelInputReader } from '../src/application/channel-input-reader';
import { ChannelJournal } from '../src/application/channel-journal';
import { ChannelOutcomes } from '../src/application/channel-outcomes';
import { ChannelQueries } from '../src/application/channel-queries.service';
import { ChannelSelectorService } from '../src/application/channel-selector.service';
import type { ChannelWish } from '../src/channel.contract';
import { ChannelRepository } from '../src/persistence/channel.repository';
import { openDatabase } from './open-database';

export const ACTOR = { userId: 7, username: 'boss', ip: '203.0.113.9', isRoot: true };
export const NOW_SECONDS = 1_800_000_000;

class FixedClock extends Clock {
  now(): number {
    return NOW_SECONDS * 1000;
  }
}

/** The services over a real database; the event bus is real too, the clock stands still. */
export class AdminWorld {
  readonly audits: AuditRecord[] = [];
  readonly changedIds: number[] = [];
  readonly clock = new FixedClock();
  readonly events = new LocalEventBus();
  readonly secrets = new AesSecretBox(Buffer.alloc(32, 7));
  readonly unitOfWork: UnitOfWork;
  readonly admin: ChannelAdminService;
  readonly queries: ChannelQueries;
  readonly selector: ChannelSelectorService;
  readonly outcomes = new ChannelOutcomes();

  private constructor(readonly dataSource: DataSource) {
    const main = new MainDataSource(dataSource);
    const { events } = this;
    events.subscribe('audit.recorded', (record) => void this.audits.push(record));
    events.subscribe(
      'channel.changed',
      (event: DomainEvents['channel.changed']) => void this.changedIds.push(event.channelId),
    );
    this.unitOfWork = new UnitOfWork(main);
    this.selector = new ChannelSelectorService(main, events, this.secrets, this.outcomes);
    this.queries = new ChannelQueries(this.unitOfWork);
    this.admin = new ChannelAdminService(
      this.unitOfWork,
      new ChannelRepository(this.unitOfWork),
      new ChannelInputReader(this.secrets, new ChannelAddresses(new EgressGuard(['10.0.0.5']))),
      this.secrets,
      new ChannelJournal(events),
      this.selector,
      this.clock,
    );
  }

  static async open(): Promise<AdminWorld> {
    const world = new AdminWorld(await openDatabase());
    await world.selector.onModuleInit();
    return world;
  }

  async close(): Promise<void> {
    this.selector.onModuleDestroy();
    await this.dataSource.destroy();
  }

  select(wish: Partial<ChannelWish> = {}) {
    return this.selector.select({
      group: 'default',
      model: 'gpt-4o',
      needsTools: false,
      excluded: new Set(),
      forcedChannelId: undefined,
      ...wish,
    });
  }
}
