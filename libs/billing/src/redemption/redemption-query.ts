import { Injectable, Logger } from '@nestjs/common';
import { SecretBox, UnitOfWork, type Paging } from '@app/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv-row';
import { beginningWith } from '../persistence/like-pattern';
import { RedemptionEntity } from '../persistence/redemption.entity';
import type { RedemptionStatus } from './redemption-status';

export interface RedemptionFilter {
  /** An id, or how the name begins. */
  keyword?: string;
  /** The whole name. */
  name?: string;
  batchId?: string;
  status?: RedemptionStatus;
}

/** A code as admins see it; `key` is empty when it cannot be opened any more. */
export type OpenedRedemption = RedemptionEntity & { key: string };

const CODES_PER_READ = 500;
const CSV_HEAD = ['id', 'batch_id', 'name', 'key', 'quota_usd', 'status', 'starts_at', 'ends_at', 'created_time'];
const CSV_USE = ['redeemed_time', 'used_user_id'];

/** Reads of redemption codes for admins. */
@Injectable()
export class RedemptionQuery {
  private readonly logger = new Logger('Redemption');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
  ) {}

  async find(id: number): Promise<OpenedRedemption | undefined> {
    const code = await this.unitOfWork.manager.findOneBy(RedemptionEntity, { id });
    return code === null ? undefined : this.opened(code);
  }

  /** Newest first. */
  async list(filter: RedemptionFilter, paging: Paging): Promise<{ rows: OpenedRedemption[]; total: number }> {
    const query = this.filtered(filter).orderBy('r.id', 'DESC').skip(paging.skip).take(paging.take);
    const [rows, total] = await query.getManyAndCount();
    return { rows: rows.map((row) => this.opened(row)), total };
  }

  /** Lines of a file for spreadsheets, oldest first, read as they are sent. `showUsd` writes an amount. */
  async *csv(filter: RedemptionFilter, showUsd: (code: RedemptionEntity) => string): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvRow([...CSV_HEAD, ...CSV_USE]);
    for (let lastId = 0; ;) {
      const rows = await this.filtered(filter)
        .andWhere('r.id > :lastId', { lastId })
        .orderBy('r.id', 'ASC')
        .take(CODES_PER_READ)
        .getMany();
      if (rows.length > 0) yield rows.map((row) => toCsvRow(this.opened(row), showUsd(row))).join('');
      if (rows.length < CODES_PER_READ) return;
      lastId = rows.at(-1)!.id;
    }
  }

  private filtered({ keyword, name, batchId, status }: RedemptionFilter): SelectQueryBuilder<RedemptionEntity> {
    const query = this.unitOfWork.manager.createQueryBuilder(RedemptionEntity, 'r');
    if (keyword) {
      const byName = "LOWER(r.name) LIKE :keyword ESCAPE '!'";
      const isId = /^\d{1,9}$/.test(keyword);
      query.andWhere(isId ? `(r.id = :id OR ${byName})` : byName, { keyword: beginningWith(keyword) });
      if (isId) query.setParameter('id', Number(keyword));
    }
    if (name) query.andWhere('r.name = :name', { name });
    if (batchId) query.andWhere('r.batchId = :batchId', { batchId });
    if (status !== undefined) query.andWhere('r.status = :status', { status });
    return query;
  }

  /** One code that was sealed with another secret must not hide all others. */
  private opened(code: RedemptionEntity): OpenedRedemption {
    try {
      return { ...code, key: this.secrets.open(code.keySealed) };
    } catch (error) {
      this.logger.warn(`redemption code #${code.id} cannot be shown: ${(error as Error).message}`);
      return { ...code, key: '' };
    }
  }
}

function toCsvRow(code: OpenedRedemption, usd: string): string {
  const terms = [code.id, code.batchId, code.name, code.key, usd, code.status];
  const times = [code.startsAt, code.endsAt, code.createdTime, code.redeemedTime].map(toUtc);
  return csvRow([...terms, ...times, code.usedUserId]);
}

/** Empty where there is no such time. */
function toUtc(seconds: number): string {
  return seconds === 0 ? '' : new Date(seconds * 1000).toISOString();
}
