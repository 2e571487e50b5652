import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import { In, type EntityManager, type FindOptionsSelect } from 'typeorm';
import { ChannelStatus } from '../domain/channel-status';
import { splitList } from '../domain/split-list';
import { AbilityEntity } from './ability.entity';
import { ChannelEntity } from './channel.entity';

/** Everything an administrator decides about a channel. Statistics and the billed sums have their own writers. */
export type ChannelColumns = Omit<
  ChannelEntity,
  'id' | 'createdTime' | 'testTime' | 'responseTimeMs' | 'balance' | 'balanceUpdatedTime' | 'usedAmount' | 'usedCount'
>;

/** Rows per INSERT: keeps the number of bound values below what every engine accepts. */
const INSERT_ROWS = 500;

/** Writes channels together with their abilities. Call the writers inside `UnitOfWork.run`. */
@Injectable()
export class ChannelRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  find(id: number): Promise<ChannelEntity | null> {
    return this.manager.findOneBy(ChannelEntity, { id });
  }

  findMany(ids: readonly number[]): Promise<Pick<ChannelEntity, 'id' | 'name'>[]> {
    return this.findNames({ id: In([...ids]) });
  }

  findDisabled(): Promise<Pick<ChannelEntity, 'id' | 'name'>[]> {
    return this.findNames({ status: In([ChannelStatus.Disabled, ChannelStatus.AutoDisabled]) });
  }

  async insert(columns: ChannelColumns, createdTime: number): Promise<number> {
    const inserted = await this.manager.insert(ChannelEntity, { ...columns, createdTime });
    const id = Number((inserted.identifiers[0] as { id: number | string }).id);
    await this.insertAbilities(id);
    return id;
  }

  /** Writes only what was given, so that nothing counted meanwhile is overwritten. */
  async update(id: number, columns: Partial<ChannelColumns>): Promise<void> {
    if (Object.keys(columns).length > 0) await this.manager.update(ChannelEntity, { id }, columns);
    await this.manager.delete(AbilityEntity, { channelId: id });
    await this.insertAbilities(id);
  }

  async remove(ids: readonly number[]): Promise<void> {
    await this.manager.delete(AbilityEntity, { channelId: In([...ids]) });
    await this.manager.delete(ChannelEntity, { id: In([...ids]) });
  }

  async resetStatistics(id: number): Promise<void> {
    await this.manager.update(ChannelEntity, { id }, { usedAmount: 0n, usedCount: 0, balance: 0 });
  }

  private get manager(): EntityManager {
    return this.unitOfWork.manager;
  }

  private findNames(where: object): Promise<Pick<ChannelEntity, 'id' | 'name'>[]> {
    const select: FindOptionsSelect<ChannelEntity> = { id: true, name: true };
    return this.manager.find(ChannelEntity, { select, where, order: { id: 'ASC' } });
  }

  private async insertAbilities(channelId: number): Promise<void> {
    const channel = await this.manager.findOneByOrFail(ChannelEntity, { id: channelId });
    const models = splitList(channel.models);
    const abilities = splitList(channel.groups).flatMap((group) =>
      models.map((model) => ({
        group,
        model,
        channelId,
        enabled: channel.status === ChannelStatus.Enabled,
        priority: channel.priority,
        weight: channel.weight,
        isTools: channel.isTools,
        claudeOriginalRequest: channel.claudeOriginalRequest,
      })),
    );
    for (let start = 0; start < abilities.length; start += INSERT_ROWS) {
      const rows = abilities.slice(start, start + INSERT_ROWS);
      await this.manager.createQueryBuilder().insert().into(AbilityEntity).values(rows).updateEntity(false).execute();
    }
  }
}
