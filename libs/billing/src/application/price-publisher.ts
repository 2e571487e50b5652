import { Injectable } from '@nestjs/common';
import { EventBus, UnitOfWork } from '@app/platform';
import type { PriceList } from '../domain/price-list';
import { PriceBook } from './price-book';
import { PriceVersions, type PriceVersion, type VersionNote } from './price-versions';

/** Publishes versions of the price list: written, in force here, and told to the other nodes once committed. */
@Injectable()
export class PricePublisher {
  constructor(
    private readonly versions: PriceVersions,
    private readonly book: PriceBook,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {}

  /** See PriceVersions.publish. Joins the running transaction. */
  async publish(change: (list: PriceList) => PriceList, note: VersionNote): Promise<PriceVersion | undefined> {
    const version = await this.versions.publish(change, note);
    if (version === undefined) return undefined;
    this.unitOfWork.afterCommit(() => {
      this.book.adopt(version);
      this.events.publish('prices.published', { versionId: version.id });
    });
    return version;
  }
}
