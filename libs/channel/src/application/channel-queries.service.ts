import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Paging } from '@app/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { splitList } from '../domain/split-list';
import { ChannelEntity } from '../persistence/channel.entity';
import { channelNotFound } from './channel-errors';

const LIST_COLUMNS = [
  'id',
  'type',
  'keyHint',
  'status',
  'name',
  'weight',
  'createdTime',
  'testTime',
  'responseTimeMs',
  'balance',
  'balanceUpdatedTime',
  'models',
  'groups',
  'tags',
  'usedAmount',
  'usedCount',
  'priority',
  'autoBan',
  'testedTimeSeconds',
  'modelTest',
  'rateLimited',
] as const satisfies readonly (keyof ChannelEntity)[];

export type ListedChannel = Pick<ChannelEntity, (typeof LIST_COLUMNS)[number]>;

export interface ChannelPage {
  rows: ListedChannel[];
  total: number;
}

export interface ChannelCriteria {
  /** Id, or part of the name. */
  keyword?: string;
  group?: string;
  type?: number;
  /** Comma list; every one must be part of the channel's model list. */
  models?: string;
}

@Injectable()
export class ChannelQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** All tagged channels, then one page of the untagged ones, which alone are counted. */
  async list(paging: Paging): Promise<ChannelPage> {
    const tagged = await this.newestFirst().where("channel.tags <> ''").getMany();
    const [untagged, total] = await this.newestFirst()
      .where("channel.tags = ''")
      .skip(paging.skip)
      .take(paging.take)
      .getManyAndCount();
    return { rows: [...tagged, ...untagged], total };
  }

  async search(criteria: ChannelCriteria, paging: Paging): Promise<ChannelPage> {
    const query = this.newestFirst().where('1 = 1');
    const keyword = criteria.keyword?.trim() ?? '';
    if (keyword !== '') {
      const id = /^\d{1,9}$/.test(keyword) ? Number(keyword) : 0;
      query.andWhere(`(channel.id = :id OR ${contains('channel.name', 'keyword')})`, { id, keyword: pattern(keyword) });
    }
    const group = criteria.group?.trim() ?? '';
    if (group !== '') query.andWhere(contains('channel.groups', 'group'), { group: pattern(group) });
    if (criteria.type !== undefined) query.andWhere('channel.type = :type', { type: criteria.type });
    splitList(criteria.models ?? '').forEach((model, index) => {
      query.andWhere(contains('channel.models', `model${index}`), { [`model${index}`]: pattern(model) });
    });
    const [rows, total] = await query.skip(paging.skip).take(paging.take).getManyAndCount();
    return { rows, total };
  }

  async find(id: number): Promise<ChannelEntity> {
    const channel = await this.unitOfWork.manager.findOneBy(ChannelEntity, { id });
    if (channel === null) throw channelNotFound();
    return channel;
  }

  private newestFirst(): SelectQueryBuilder<ChannelEntity> {
    return this.unitOfWork.manager
      .createQueryBuilder(ChannelEntity, 'channel')
      .select(LIST_COLUMNS.map((column) => `channel.${column}`))
      .orderBy('channel.id', 'DESC');
  }
}

/** Case does not matter on any engine; `!` escapes, as a backslash means something else on each of them. */
function contains(column: string, parameter: string): string {
  return `LOWER(${column}) LIKE :${parameter} ESCAPE '!'`;
}

function pattern(text: string): string {
  return `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}
