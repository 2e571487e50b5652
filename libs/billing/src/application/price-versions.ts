import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { LessThanOrEqual, MoreThan, Raw } from 'typeorm';
import { writePriceList, type PriceList } from '../domain/price-list';
import { readPriceList } from '../domain/read-price-list';
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

/** Makes a list of the one in force, whose version is `version`. It may be called under a lock: nothing in it may wait. */
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

  async inForce(): Promise<PriceVersion | undefined> {
    const row = await this.unitOfWork.manager.findOne(PriceVersionEntity, this.wherePassed());
    return row === null ? undefined : toVersion(row);
  }

  /** A version of whatever state. */
  async find(id: number): Promise<PriceVersion | undefined> {
    const row = await this.unitOfWork.manager.findOneBy(PriceVersionEntity, { id });
    return row === null ? undefined : toVersion(row);
  }

  /** When the next scheduled version comes into force, in Unix seconds. */
  async nextChangeAt(): Promise<number | undefined> {
    const row = await this.unitOfWork.manager.findOne(PriceVersionEntity, {
      select: { id: true, validFrom: true },
      where: { status: 'published', validFrom: MoreThan(this.clock.seconds()) },
      order: { validFrom: 'ASC' },
    });
    return row?.validFrom;
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
   * Publishes what `change` makes of the version in force. One after the other on all nodes, so that no change is lost. Joins the
   * running transaction. Undefined when `change` gives back the list it got: nothing is written then.
   */
  async publish(change: ListChange, note: VersionNote): Promise<PriceVersion | undefined> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await manager
        .createQueryBuilder()
        .update(PriceVersionEntity)
        .set({ authorId: () => 'author_id' })
        .where({ id: FIRST })
        .execute();
      const current = await this.inForce();
      if (current === undefined) throw new Error('there is no price version in force');
      const list = change(current.list, current.id);
      if (list === current.list) return undefined;
      const id = ((await manager.maximum(PriceVersionEntity, 'id')) ?? FIRST) + 1;
      return this.insert(id, list, note, current.validFrom);
    });
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
  private wherePassed() {
    const status = 'published' as const;
    return {
      where: [
        { status, validFrom: LessThanOrEqual(this.clock.seconds()) },
        { status, validFrom: Raw((validFrom) => `${validFrom} <= published_at`) },
      ],
      order: { validFrom: 'DESC' as const, id: 'DESC' as const },
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
