import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBus, MainDataSource, SecretBox } from '@app/platform';
import type {
  AttemptOutcome,
  ChannelRefresh,
  ChannelSelector,
  ChannelWish,
  SelectionResult,
} from '../channel.contract';
import { buildSnapshot, EMPTY_SNAPSHOT, type ChannelSnapshot, type RoutableChannel } from '../domain/channel-snapshot';
import { selectChannel } from '../domain/select-channel';
import { toRoutableChannel } from '../persistence/channel-target.mapping';
import { ChannelEntity } from '../persistence/channel.entity';
import { ChannelOutcomes } from './channel-outcomes';

const NO_MODELS: readonly string[] = [];

/** Holds the snapshot and swaps it whole: a selection sees all of a change or nothing of it. */
@Injectable()
export class ChannelSelectorService implements ChannelSelector, ChannelRefresh, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ChannelSelectorService.name);
  private snapshot: ChannelSnapshot = EMPTY_SNAPSHOT;
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly main: MainDataSource,
    private readonly events: EventBus,
    private readonly secrets: SecretBox,
    private readonly outcomes: ChannelOutcomes,
  ) {}

  async onModuleInit(): Promise<void> {
    this.unsubscribe = this.events.subscribe('channel.changed', () => this.refresh());
    await this.refresh();
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
  }

  select(wish: ChannelWish): SelectionResult {
    return selectChannel(this.snapshot, wish, Math.random());
  }

  modelsOf(group: string): readonly string[] {
    return this.snapshot.modelNames.get(group) ?? NO_MODELS;
  }

  report(outcome: AttemptOutcome): void {
    this.outcomes.record(outcome);
  }

  /**
   * Reads the channels anew. Resolves when everything committed before the call is in force. Calls made while a read is
   * under way share the next one: the current one may have read too early for them.
   */
  refresh(): Promise<void> {
    this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        const rebuilding = this.rebuild();
        this.running = rebuilding;
        this.waiting = undefined;
        return rebuilding;
      });
    return this.waiting;
  }

  private async rebuild(): Promise<void> {
    const rows = await this.main.dataSource.manager.find(ChannelEntity, { order: { id: 'ASC' } });
    this.snapshot = buildSnapshot(rows.flatMap((row) => this.readRow(row)));
    this.outcomes.keepOnly(this.snapshot.byId);
  }

  /** One unreadable channel must not take the others down with it. */
  private readRow(row: ChannelEntity): RoutableChannel[] {
    try {
      return [toRoutableChannel(row, this.secrets)];
    } catch (error) {
      this.logger.error(`Channel #${row.id} is left out: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  }
}
