import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { UnitOfWork, type Paging } from '@app/platform';
import { writePriceList, type PriceList } from '../domain/price-list';
import { readPriceList } from '../domain/read-price-list';
import { PriceDraftEntity } from '../persistence/price-draft.entity';
import { draftChanged, draftClosed, draftNotFound } from './price-errors';

/** What a list of drafts shows. */
export type DraftHead = Omit<PriceDraftEntity, 'content' | 'offer'>;

export interface PriceDraft extends DraftHead {
  list: PriceList;
  /** Prices from elsewhere that may be taken. */
  offer: PriceList | undefined;
}

/** A draft as the caller has seen it. */
export interface SeenDraft {
  id: number;
  revision: number;
}

export type NewDraft = Pick<PriceDraft, 'baseVersion' | 'authorId' | 'note' | 'list'> &
  Partial<Pick<PriceDraft, 'offerSource' | 'offer'>>;
export type DraftChanges = Partial<Pick<PriceDraft, 'status' | 'baseVersion' | 'note' | 'list' | 'offer'>>;

const HEAD = {
  ...{ id: true, status: true, revision: true, baseVersion: true, publishedVersion: true, authorId: true },
  ...{ editorId: true, createdAt: true, updatedAt: true, note: true, offerSource: true },
} as const;

/** Drafts in the database. Joins the running transaction. */
@Injectable()
export class DraftStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ skip, take }: Paging, status?: DraftHead['status']): Promise<{ rows: DraftHead[]; total: number }> {
    const [rows, total] = await this.unitOfWork.manager.findAndCount(PriceDraftEntity, {
      select: HEAD,
      ...(status !== undefined && { where: { status } }),
      order: { id: 'DESC' },
      ...{ skip, take },
    });
    return { rows, total };
  }

  /** Throws `price.draft_not_found` (404). */
  async find(id: number): Promise<PriceDraft> {
    const row = await this.unitOfWork.manager.findOneBy(PriceDraftEntity, { id });
    if (row === null) throw draftNotFound();
    const { content, offer, ...head } = row;
    return {
      ...head,
      list: readPriceList(JSON.parse(content)),
      offer: offer === null ? undefined : readPriceList(JSON.parse(offer)),
    };
  }

  /**
   * The open draft as the caller has seen it. Throws `price.draft_not_found` (404), `price.draft_closed` or
   * `price.draft_changed` (409).
   */
  async findSeen({ id, revision }: SeenDraft): Promise<PriceDraft> {
    const draft = await this.find(id);
    if (draft.status !== 'open') throw draftClosed();
    if (draft.revision !== revision) throw draftChanged(draft.revision);
    return draft;
  }

  /** Open drafts that nobody has touched since they were made of what the source offers. */
  async untouchedOf(offerSource: string): Promise<DraftHead[]> {
    return this.unitOfWork.manager.find(PriceDraftEntity, {
      select: HEAD,
      where: { status: 'open', offerSource, revision: 1 },
    });
  }

  async add({ list, offer, offerSource = '', ...draft }: NewDraft): Promise<number> {
    const now = this.clock.seconds();
    const { identifiers } = await this.unitOfWork.manager.insert(PriceDraftEntity, {
      ...draft,
      ...{ status: 'open', revision: 1, publishedVersion: null, editorId: draft.authorId, createdAt: now },
      ...{ updatedAt: now, offerSource, content: writePriceList(list) },
      offer: offer === undefined ? null : writePriceList(offer),
    });
    return (identifiers[0] as { id: number }).id;
  }

  /** Notes the version that a draft has become. */
  async markPublished(id: number, publishedVersion: number): Promise<void> {
    await this.unitOfWork.manager.update(PriceDraftEntity, { id }, { publishedVersion });
  }

  /** Changes the draft unless somebody else was faster. Throws what `findSeen` does. */
  async change(seen: SeenDraft, editorId: number, { list, offer, ...changes }: DraftChanges): Promise<void> {
    const { id, revision } = seen;
    const { manager } = this.unitOfWork;
    const { affected } = await manager.update(
      PriceDraftEntity,
      { id, revision, status: 'open' },
      {
        ...changes,
        ...(list !== undefined && { content: writePriceList(list) }),
        ...(offer !== undefined && { offer: writePriceList(offer) }),
        ...{ revision: revision + 1, editorId, updatedAt: this.clock.seconds() },
      },
    );
    if (affected === 0) await this.findSeen(seen);
  }
}
