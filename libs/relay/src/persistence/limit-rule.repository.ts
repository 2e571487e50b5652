import { UnitOfWork, type Paging } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { FindOptionsWhere, Repository } from 'typeorm';
import type { LimitRule } from '../limits/domain/limit-rule';
import { LimitRuleEntity } from './limit-rule.entity';
import { toLimitRule } from './limit-rule.mapping';

@Injectable()
export class LimitRuleRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get rows(): Repository<LimitRuleEntity> {
    return this.unitOfWork.manager.getRepository(LimitRuleEntity);
  }

  async enabled(): Promise<LimitRule[]> {
    return (await this.rows.find({ where: { enabled: true }, order: { id: 'ASC' } })).map(toLimitRule);
  }

  /** Newest first, with the number of all that match. */
  page(where: FindOptionsWhere<LimitRuleEntity>, paging: Paging): Promise<[LimitRuleEntity[], number]> {
    return this.rows.findAndCount({ where, order: { id: 'DESC' }, ...paging });
  }

  find(where: FindOptionsWhere<LimitRuleEntity> & { id: number }): Promise<LimitRuleEntity | null> {
    return this.rows.findOneBy(where);
  }

  count(where: FindOptionsWhere<LimitRuleEntity>): Promise<number> {
    return this.rows.countBy(where);
  }

  save(row: Partial<LimitRuleEntity>): Promise<LimitRuleEntity> {
    return this.rows.save(this.rows.create(row));
  }

  async remove(id: number): Promise<boolean> {
    return ((await this.rows.delete({ id })).affected ?? 0) > 0;
  }

  /** Whether this user owns the token. */
  async ownsToken(userId: number, tokenId: number): Promise<boolean> {
    const row = await this.unitOfWork.manager
      .createQueryBuilder()
      .select('t.id', 'id')
      .from('tokens', 't')
      .where('t.id = :tokenId AND t.user_id = :userId', { tokenId, userId })
      .getRawOne<{ id: number }>();
    return row !== undefined;
  }
}
