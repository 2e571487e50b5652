import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import type { Actor } from '../application/actor';
import { PricePublisher } from '../application/price-publisher';
import { PriceVersions, type PriceVersion } from '../application/price-versions';
import { DraftStore, type DraftChanges, type PriceDraft, type SeenDraft } from './draft-store';
import { editList, type ListEdits } from './edit-list';
import { mergeLists } from '../domain/merge-lists';
import { PriceAudit } from './price-audit';
import { draftOutdated, nothingChanged, timePassed, versionNotFound } from './price-errors';
import { isSameList } from '../domain/price-entries';
import { takeOffered, type OfferChoice } from './take-offered';

const YEAR_SECONDS = 366 * 86_400;

/** Work on price lists before they are published. Every change names the revision it is made of; every step leaves a log row. */
@Injectable()
export class PriceDrafts {
  constructor(
    private readonly drafts: DraftStore,
    private readonly versions: PriceVersions,
    private readonly publisher: PricePublisher,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: PriceAudit,
    private readonly clock: Clock,
  ) {}

  /**
   * A draft with the prices in force, or those of another version: a change of what is in force, or of what will be at a time to
   * come (Unix seconds). Throws `price.version_not_found` (404), `price.time_invalid` (422).
   */
  create(actor: Actor, note: string, fromVersion?: number, at?: number): Promise<PriceDraft> {
    this.requireToCome(at);
    return this.unitOfWork.run(async () => {
      const base = await this.versions.inForce(at);
      const from = fromVersion === undefined ? base : await this.versions.find(fromVersion);
      if (base === undefined || from === undefined) throw versionNotFound();
      const id = await this.drafts.add({ baseVersion: base.id, authorId: actor.userId, note, list: from.list });
      this.audit.record(actor, `创建价格草稿 #${id}（基于版本 ${from.id}）`);
      return this.drafts.find(id);
    });
  }

  /** See editList and DraftStore.change for what it throws. */
  edit(actor: Actor, seen: SeenDraft, edits: ListEdits, note?: string): Promise<PriceDraft> {
    const today = new Date(this.clock.now()).toISOString().slice(0, 10);
    return this.change(actor, seen, `修改价格草稿 #${seen.id}`, ({ list }) => ({
      list: editList(list, edits, today),
      ...(note !== undefined && { note }),
    }));
  }

  /** Takes chosen entries of the offer. Throws `price.entry_not_offered` (422). */
  take(actor: Actor, seen: SeenDraft, choice: OfferChoice): Promise<PriceDraft> {
    return this.change(actor, seen, `价格草稿 #${seen.id} 采用来源价格`, ({ list, offer }) => ({
      list: takeOffered(list, offer, choice),
    }));
  }

  /**
   * Makes the draft a change of the version in force, or of the one that will be at a time to come. `conflicts`: what both
   * changed; the draft keeps its own there. Throws `price.time_invalid` (422).
   */
  async rebase(actor: Actor, seen: SeenDraft, at?: number): Promise<{ draft: PriceDraft; conflicts: string[] }> {
    this.requireToCome(at);
    let conflicts: string[] = [];
    const draft = await this.change(actor, seen, `价格草稿 #${seen.id} 变基`, async ({ baseVersion, list }) => {
      const [base, current] = [await this.versions.find(baseVersion), await this.versions.inForce(at)];
      if (base === undefined || current === undefined) throw versionNotFound();
      const merged = mergeLists(base.list, list, current.list);
      conflicts = merged.conflicts;
      return { list: merged.list, baseVersion: current.id };
    });
    return { draft, conflicts };
  }

  discard(actor: Actor, seen: SeenDraft): Promise<PriceDraft> {
    return this.change(actor, seen, `废弃价格草稿 #${seen.id}`, () => ({ status: 'discarded' }));
  }

  /**
   * Makes the draft a version, in force at once or from `validFrom` (Unix seconds) on. Throws `price.draft_outdated` (409) when
   * another version than its base is in force by then, `price.nothing_changed` (409), `price.time_invalid` (422).
   */
  publish(actor: Actor, seen: SeenDraft, validFrom?: number, note?: string): Promise<PriceVersion> {
    this.requireToCome(validFrom);
    return this.unitOfWork.run(async () => {
      const draft = await this.drafts.findSeen(seen);
      await this.drafts.change(seen, actor.userId, { status: 'published' });
      const version = await this.publisher.publish(
        (list, inForce) => {
          if (inForce !== draft.baseVersion) throw draftOutdated(draft.baseVersion, inForce);
          return isSameList(list, draft.list) ? list : draft.list;
        },
        { authorId: actor.userId, note: note ?? draft.note, ...(validFrom !== undefined && { validFrom }) },
      );
      if (version === undefined) throw nothingChanged();
      await this.drafts.markPublished(draft.id, version.id);
      const when = validFrom === undefined ? '' : `，${new Date(validFrom * 1000).toISOString()} 起生效`;
      this.audit.record(actor, `发布价格草稿 #${draft.id} 为版本 ${version.id}${when}`);
      return version;
    });
  }

  private requireToCome(at: number | undefined): void {
    const now = this.clock.seconds();
    if (at !== undefined && (at <= now || at > now + YEAR_SECONDS)) throw timePassed();
  }

  private change(
    actor: Actor,
    seen: SeenDraft,
    text: string,
    changes: (draft: PriceDraft) => DraftChanges | Promise<DraftChanges>,
  ): Promise<PriceDraft> {
    return this.unitOfWork.run(async () => {
      await this.drafts.change(seen, actor.userId, await changes(await this.drafts.findSeen(seen)));
      this.audit.record(actor, text);
      return this.drafts.find(seen.id);
    });
  }
}
