import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { LessThanOrEqual, Raw } from 'typeorm';
import { mergeLists } from '../domain/merge-lists';
import { isSameList } from '../domain/price-entries';
import { writePriceList, type PriceList } from '../domain/price-list';
import { readPriceList } from '../domain/read-price-list';
import { PriceDraftEntity } from '../persistence/price-draft.entity';
import { PriceVersionEntity } from '../persistence/price-version.entity';

/** A version that is, was or will be in force. */
export interface PriceVersion {
  id: number;
  /** Unix seconds. */
  validFrom: number;
  list: PriceList;
}

export interface VersionNote {
  /** 0 = the system. */
  authorId: number;
  note: string;
  /** Unix seconds; absent = now. */
  validFrom?: number;
}

/** Makes a list of the one before it, whose version is `version`. It may be called under a lock: nothing in it may wait. */
export type ListChange = (list: PriceList, version: number) => PriceList;

/** Its row is the lock under which versions are written; it is never removed. */
const FIRST = 1;
const LONGEST_NOTE = 255;
/** What MySQL's mediumtext holds, less what its protocol takes by default for one statement. */
const LARGEST_CONTENT_BYTES = 8 * 1024 * 1024;

/** The versions of the price list in the database. */
@Injectable()
export class PriceVersions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Id of the version in force, without its content; undefined before the first start. */
  async idInForce(): Promise<number | undefined> {
    const row = await this.unitOfWork.manager.findOne(PriceVersionEntity, {
      select: { id: true },
      ...this.wherePassed(),
    });
    return row?.id;
  }

  /** What is in force, or what will be at a later time (Unix seconds) as things stand. */
  async inForce(at?: number): Promise<PriceVersion | undefined> {
    const row = await this.unitOfWork.manager.findOne(PriceVersionEntity, this.wherePassed(at));
    return row === null ? undefined : toVersion(row);
  }

  /** A version of whatever state. */
  async find(id: number): Promise<PriceVersion | undefined> {
    const row = await this.unitOfWork.manager.findOneBy(PriceVersionEntity, { id });
    return row === null ? undefined : toVersion(row);
  }

  /** When the next scheduled version comes into force, in Unix seconds. */
  async nextChangeAt(): Promise<number | undefined> {
    return (await this.scheduled())[0]?.validFrom;
  }

  /** Versions that are still to come, in their order. */
  scheduled(): Promise<Pick<PriceVersionEntity, 'id' | 'validFrom'>[]> {
    return this.unitOfWork.manager.find(PriceVersionEntity, {
      select: { id: true, validFrom: true },
      ...this.whereToCome(this.clock.seconds()),
    });
  }

  /** Writes version 1. Several nodes may start at once: the first one's counts. */
  async begin(list: PriceList): Promise<void> {
    if (await this.exists()) return;
    try {
      await this.insert(FIRST, list, { authorId: 0, note: 'first start' });
    } catch (error) {
      if (!(await this.exists())) throw error;
    }
  }

  /**
   * Publishes what `change` makes of the version that is in force by then. One after the other on all nodes, so that no change is
   * lost; versions scheduled for later get the change too. Joins the running transaction. Undefined when `change` gives back the
   * list it got: nothing is written then.
   */
  publish(change: ListChange, note: VersionNote): Promise<PriceVersion | undefined> {
    return this.unitOfWork.run(async () => {
      await this.lock();
      const at = Math.max(note.validFrom ?? 0, this.clock.seconds());
      const before = await this.inForce(at);
      if (before === undefined) throw new Error('there is no price version in force');
      const list = change(before.list, before.id);
      if (list === before.list) return undefined;
      const later = await this.contentsToCome(Math.max(at, before.validFrom));
      const version = await this.insert(await this.nextId(), list, note, before.validFrom);
      await this.carry(before.list, version.list, later);
      return version;
    });
  }

  /** Takes a scheduled version back, and its changes out of those after it. False when it is not one that is to come. */
  cancel(id: number): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      await this.lock();
      const toCome = await this.contentsToCome(this.clock.seconds());
      const index = toCome.findIndex((row) => row.id === id);
      if (index === -1) return false;
      const [before, cancelled] = [toCome[index - 1], toCome[index]!];
      const list = before === undefined ? (await this.inForce())?.list : toVersion(before).list;
      if (list === undefined) throw new Error('there is no price version in force');
      await this.unitOfWork.manager.update(PriceVersionEntity, { id }, { status: 'cancelled' });
      await this.carry(toVersion(cancelled).list, list, toCome.slice(index + 1));
      return true;
    });
  }

  /**
   * Where the list before these versions becomes another one they are made anew, under new numbers: each is a change of the one
   * before it. What both change stays as the later one says.
   */
  private async carry(old: PriceList, wanted: PriceList, later: readonly PriceVersionEntity[]): Promise<void> {
    let [was, is] = [old, wanted];
    for (const row of later) {
      const { list } = toVersion(row);
      const merged = mergeLists(was, list, is).list;
      if (was === old && isSameList(merged, list)) return;
      await this.replace(row, merged);
      [was, is] = [list, merged];
    }
  }

  /** A version never changes, not even one that is still to come: another node's clock may have it in force already. */
  private async replace({ id, authorId, note, validFrom }: PriceVersionEntity, list: PriceList): Promise<void> {
    const { manager } = this.unitOfWork;
    await manager.update(PriceVersionEntity, { id }, { status: 'cancelled' });
    const version = await this.insert(await this.nextId(), list, { authorId, note, validFrom });
    await manager.update(PriceDraftEntity, { publishedVersion: id }, { publishedVersion: version.id });
  }

  private async lock(): Promise<void> {
    await this.unitOfWork.manager
      .createQueryBuilder()
      .update(PriceVersionEntity)
      .set({ authorId: () => 'author_id' })
      .where({ id: FIRST })
      .execute();
  }

  private async nextId(): Promise<number> {
    return ((await this.unitOfWork.manager.maximum(PriceVersionEntity, 'id')) ?? FIRST) + 1;
  }

  private contentsToCome(after: number): Promise<PriceVersionEntity[]> {
    return this.unitOfWork.manager.find(PriceVersionEntity, this.whereToCome(after));
  }

  private exists(): Promise<boolean> {
    return this.unitOfWork.manager.existsBy(PriceVersionEntity, { id: FIRST });
  }

  /** A version that is to be in force now comes after the one that is, whatever the clock says, or nobody would ever see it. */
  private async insert(id: number, list: PriceList, note: VersionNote, inForceSince = 0): Promise<PriceVersion> {
    const content = writePriceList(list);
    // What cannot be read again must not be written.
    const written = readPriceList(JSON.parse(content));
    if (Buffer.byteLength(content) > LARGEST_CONTENT_BYTES) throw listTooLong();
    const now = this.clock.seconds();
    const validFrom = Math.max(note.validFrom ?? now, inForceSince);
    const isScheduled = validFrom === note.validFrom && validFrom > now;
    await this.unitOfWork.manager.insert(PriceVersionEntity, {
      id,
      status: 'published',
      validFrom,
      createdAt: now,
      publishedAt: isScheduled ? now : Math.max(now, validFrom),
      authorId: note.authorId,
      note: note.note.slice(0, LONGEST_NOTE),
      content,
    });
    return { id, validFrom, list: written };
  }

  /** Those that were not scheduled have passed, though the clock of this node may be behind the one that published them. */
  private wherePassed(at = this.clock.seconds()) {
    const status = 'published' as const;
    return {
      where: [
        { status, validFrom: LessThanOrEqual(at) },
        { status, validFrom: Raw((validFrom) => `${validFrom} <= published_at`) },
      ],
      order: { validFrom: 'DESC' as const, id: 'DESC' as const },
    };
  }

  /** Without those that are in force though the clock of this node is behind. */
  private whereToCome(after: number) {
    const toCome = (column: string): string => `${column} > :after AND ${column} > published_at`;
    return {
      where: { status: 'published' as const, validFrom: Raw(toCome, { after }) },
      order: { validFrom: 'ASC' as const, id: 'ASC' as const },
    };
  }
}

function listTooLong(): AppError {
  return new AppError(
    'price.list_too_long',
    { zh: '价格表过长，最多 8 MiB', en: 'The price list is longer than 8 MiB' },
    { status: 422 },
  );
}

function toVersion({ id, validFrom, content }: PriceVersionEntity): PriceVersion {
  return { id, validFrom, list: readPriceList(JSON.parse(content)) };
}
