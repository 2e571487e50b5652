import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, UnitOfWork, type Paging } from '@app/platform';
import type { Actor } from '../application/actor';
import { PricePublisher } from '../application/price-publisher';
import { PriceVersions, type PriceVersion } from '../application/price-versions';
import { PriceVersionEntity } from '../persistence/price-version.entity';
import { PriceAudit } from './price-audit';
import { draftOutdated, nothingChanged, versionNotFound, versionNotScheduled } from './price-errors';
import { isSameList } from '../domain/price-entries';

export type VersionState = 'in-force' | 'scheduled' | 'past' | 'cancelled';

/** What a list of versions shows. */
export interface VersionHead extends Omit<PriceVersionEntity, 'content' | 'status'> {
  state: VersionState;
}

const HEAD = {
  ...{ id: true, status: true, validFrom: true, createdAt: true, publishedAt: true, authorId: true, note: true },
} as const;

/** The versions there are and were. History only grows: going back publishes a copy. */
@Injectable()
export class PriceHistory {
  constructor(
    private readonly versions: PriceVersions,
    private readonly publisher: PricePublisher,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly audit: PriceAudit,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ skip, take }: Paging): Promise<{ rows: VersionHead[]; total: number }> {
    const inForce = await this.versions.idInForce();
    const [rows, total] = await this.unitOfWork.manager.findAndCount(PriceVersionEntity, {
      select: HEAD,
      order: { id: 'DESC' },
      ...{ skip, take },
    });
    return { rows: rows.map(({ status, ...row }) => ({ ...row, state: this.stateOf(status, row, inForce) })), total };
  }

  /** Throws `price.version_not_found` (404). */
  async find(id: number): Promise<PriceVersion> {
    const version = await this.versions.find(id);
    if (version === undefined) throw versionNotFound();
    return version;
  }

  /** Versions that are still to come, soonest first. */
  async scheduled(): Promise<number[]> {
    return (await this.versions.scheduled()).map(({ id }) => id);
  }

  /** Takes a scheduled version back. Throws `price.version_not_scheduled` (409), `price.version_not_found` (404). */
  cancel(actor: Actor, id: number): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.versions.cancel(id))) {
        const isThere = await this.unitOfWork.manager.existsBy(PriceVersionEntity, { id });
        throw isThere ? versionNotScheduled() : versionNotFound();
      }
      this.audit.record(actor, `取消定时价格版本 ${id}`);
      this.unitOfWork.afterCommit(() => this.events.publish('prices.published', { versionId: id }));
    });
  }

  /**
   * Publishes a copy of the version. `seenVersion`: the one in force as the caller knows it. Throws `price.draft_outdated`,
   * `price.nothing_changed` (409), `price.version_not_found` (404).
   */
  rollBack(actor: Actor, id: number, seenVersion?: number, note?: string): Promise<PriceVersion> {
    return this.unitOfWork.run(async () => {
      const target = await this.find(id);
      const version = await this.publisher.publish(
        (list, inForce) => {
          if (seenVersion !== undefined && seenVersion !== inForce) throw draftOutdated(seenVersion, inForce);
          return isSameList(list, target.list) ? list : target.list;
        },
        { authorId: actor.userId, note: note ?? `roll back to version ${id}` },
      );
      if (version === undefined) throw nothingChanged();
      this.audit.record(actor, `价格回滚到版本 ${id}，新版本 ${version.id}`);
      return version;
    });
  }

  private stateOf(
    status: PriceVersionEntity['status'],
    { id, validFrom }: Pick<PriceVersionEntity, 'id' | 'validFrom'>,
    inForce: number | undefined,
  ): VersionState {
    if (status === 'cancelled') return 'cancelled';
    if (id === inForce) return 'in-force';
    return validFrom > this.clock.seconds() ? 'scheduled' : 'past';
  }
}
