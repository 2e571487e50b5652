import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { PriceVersions } from '../../application/price-versions';
import { writePriceList, type PriceList } from '../../domain/price-list';
import { DraftStore } from '../draft-store';
import type { ChangedEntry } from '../diff-lists';
import { entriesOf, groupPath, listOfEntries } from '../../domain/price-entries';
import { versionNotFound } from '../price-errors';
import { diffOffer } from '../take-offered';
import { readOffer } from './read-offer';

export interface OfferOutcome {
  /** Undefined = there is nothing new. */
  draftId: number | undefined;
  /** Entries that differ from the prices in force. */
  offered: number;
  /** Entries that could not be read or have no price. */
  skipped: number;
  /** The same for the same prices, whatever the day. */
  hash: string;
}

/** Makes drafts of other people's price lists: the prices stay those in force, the others are offered beside them. */
@Injectable()
export class PriceOffers {
  constructor(
    private readonly drafts: DraftStore,
    private readonly versions: PriceVersions,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * `knownHash`: that of the last offer; the same again is not offered. Drafts of the source that nobody touched give way to the
   * new one. Throws what readOffer does.
   */
  offer(authorId: number, source: string, value: unknown, knownHash = ''): Promise<OfferOutcome> {
    const today = new Date(this.clock.now()).toISOString().slice(0, 10);
    const { list, skipped } = readOffer(value, source, today);
    const hash = hashOf(list);
    if (hash === knownHash) return Promise.resolve({ draftId: undefined, offered: 0, skipped, hash });
    return this.unitOfWork.run(async () => {
      const base = await this.versions.inForce();
      if (base === undefined) throw versionNotFound();
      const changes = diffOffer(base.list, list);
      if (changes.length === 0) return { draftId: undefined, offered: 0, skipped, hash };
      for (const { id, revision } of await this.drafts.untouchedOf(source))
        await this.drafts.change({ id, revision }, authorId, { status: 'discarded' });
      const draftId = await this.drafts.add({
        ...{ baseVersion: base.id, authorId, note: `prices of ${source}`, list: base.list, offerSource: source },
        offer: onlyChanged(list, changes),
      });
      return { draftId, offered: changes.length, skipped, hash };
    });
  }
}

/** What differs, and the groups that overrides among it belong to. */
function onlyChanged(list: PriceList, changes: readonly ChangedEntry[]): PriceList {
  const offered = entriesOf(list);
  const paths = changes.flatMap(({ path, after }) => [
    ...(after?.kind === 'override' ? [groupPath(after.group)] : []),
    path,
  ]);
  return listOfEntries(new Map(paths.map((path) => [path, offered.get(path)!])));
}

/** Of the prices alone: the day on which they were read is no difference. */
function hashOf(list: PriceList): string {
  const models = new Map([...list.models].map(([model, price]) => [model, { ...price, sourceDate: '' }]));
  return createHash('sha256')
    .update(writePriceList({ ...list, models }))
    .digest('hex');
}
