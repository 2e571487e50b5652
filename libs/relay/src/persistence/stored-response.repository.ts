import { UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import { StoredResponseEntity } from './stored-response.entity';

const REPLACED = ['channel_id', 'prompt_tokens', 'created_at', 'expires_at', 'content_sealed'];
/** Rows that one statement removes: a long one would hold up the charges of calls. */
const REMOVED_AT_ONCE = 500;

@Injectable()
export class StoredResponseRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get rows(): Repository<StoredResponseEntity> {
    return this.unitOfWork.manager.getRepository(StoredResponseEntity);
  }

  find(userId: number, id: string, nowSeconds: number): Promise<StoredResponseEntity | null> {
    return this.rows.findOneBy({ userId, id, expiresAt: MoreThan(nowSeconds) });
  }

  /** No two may be of one owner and id. An upstream may give an id again: the last one counts. */
  async put(rows: readonly StoredResponseEntity[]): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .insert()
      .values(rows.map((row) => ({ ...row })))
      .orUpdate(REPLACED, ['user_id', 'id'])
      .updateEntity(false)
      .execute();
  }

  /** False = there was none. */
  async remove(userId: number, id: string, nowSeconds: number): Promise<boolean> {
    const result = await this.rows.delete({ userId, id, expiresAt: MoreThan(nowSeconds) });
    return (result.affected ?? 0) > 0;
  }

  /** Removes some of what has run out; returns how many, 0 = nothing is left. */
  async removeExpired(nowSeconds: number): Promise<number> {
    const oldest = await this.rows.find({
      select: { userId: true, id: true, expiresAt: true },
      where: { expiresAt: LessThanOrEqual(nowSeconds) },
      order: { expiresAt: 'ASC' },
      take: REMOVED_AT_ONCE,
    });
    const last = oldest[oldest.length - 1];
    if (last === undefined) return 0;
    const result = await this.rows.delete({ expiresAt: LessThanOrEqual(last.expiresAt) });
    return result.affected ?? oldest.length;
  }
}
