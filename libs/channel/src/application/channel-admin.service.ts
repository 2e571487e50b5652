import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { SecretBox, UnitOfWork } from '@app/platform';
import { ChannelStatus } from '../domain/channel-status';
import type { ChannelEntity } from '../persistence/channel.entity';
import { ChannelRepository } from '../persistence/channel.repository';
import type { ChannelActor } from './channel-actor';
import { channelNotFound, sourceChannelNotFound } from './channel-errors';
import type { ChannelInput } from './channel-input';
import { ChannelInputReader } from './channel-input-reader';
import { requireKeyForNewAddress } from './require-key-for-new-address';
import { ChannelJournal, type NamedChannel } from './channel-journal';
import { ChannelSelectorService } from './channel-selector.service';

const COPY_SUFFIX = ' (copy)';
const LONGEST_NAME = 191;

/** What administrators do to channels. When a call returns, this process already selects by the new state. */
@Injectable()
export class ChannelAdminService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly channels: ChannelRepository,
    private readonly reader: ChannelInputReader,
    private readonly secrets: SecretBox,
    private readonly journal: ChannelJournal,
    private readonly selector: ChannelSelectorService,
    private readonly clock: Clock,
  ) {}

  /** One channel for each line of the key; returns the new ids. */
  async create(input: ChannelInput, actor: ChannelActor): Promise<number[]> {
    const columns = this.reader.readNew(input);
    const keys = this.reader.splitKeys(input.key ?? '').map((key) => this.reader.keyColumns(key));
    return this.change(async () => {
      const created: NamedChannel[] = [];
      for (const key of keys) {
        const id = await this.channels.insert({ ...columns, ...key }, this.clock.seconds());
        created.push({ id, name: columns.name });
      }
      this.unitOfWork.afterCommit(() => this.journal.changed(actor, '创建渠道', created));
      return created.map(({ id }) => id);
    });
  }

  async update(id: number, input: ChannelInput, actor: ChannelActor): Promise<ChannelEntity> {
    return this.change(async () => {
      const stored = await this.require(id);
      const changes = this.reader.readChanges(input, stored);
      if (!actor.isRoot) requireKeyForNewAddress(stored, changes, this.reader.keepsHeaderSecrets(input, stored));
      await this.channels.update(id, changes);
      const updated = { ...stored, ...changes };
      const fields = changedFields(changes);
      this.unitOfWork.afterCommit(() => this.journal.changed(actor, '修改渠道', [updated], fields));
      return updated;
    });
  }

  /** Returns how many of them existed. */
  async remove(ids: readonly number[], actor: ChannelActor): Promise<number> {
    return this.change(async () => this.removeFound(await this.channels.findMany(ids), actor));
  }

  async removeDisabled(actor: ChannelActor): Promise<number> {
    return this.change(async () => this.removeFound(await this.channels.findDisabled(), actor));
  }

  /** The copy has no key and is switched off until it gets one. */
  async copy(id: number, actor: ChannelActor): Promise<number> {
    return this.change(async () => {
      const source = await this.channels.find(id);
      if (source === null) throw sourceChannelNotFound();
      const name = source.name.slice(0, LONGEST_NAME - COPY_SUFFIX.length) + COPY_SUFFIX;
      const copyId = await this.channels.insert(
        { ...columnsOf(source), name, keySealed: '', keyHint: '', status: ChannelStatus.Disabled },
        this.clock.seconds(),
      );
      this.unitOfWork.afterCommit(() =>
        this.journal.changed(actor, '创建渠道', [{ id: copyId, name }], `复制自 #${id}`),
      );
      return copyId;
    });
  }

  async resetStatistics(id: number, actor: ChannelActor): Promise<void> {
    await this.unitOfWork.run(async () => {
      const channel = await this.require(id);
      await this.channels.resetStatistics(id);
      this.unitOfWork.afterCommit(() => this.journal.recorded(actor, '清零渠道统计', channel));
    });
  }

  /** The key in clear. Every call leaves a log row. */
  async reveal(id: number, actor: ChannelActor): Promise<string> {
    const channel = await this.require(id);
    const key = channel.keySealed === '' ? '' : this.secrets.open(channel.keySealed);
    this.journal.recorded(actor, '查看渠道密钥', channel);
    return key;
  }

  private async removeFound(found: readonly NamedChannel[], actor: ChannelActor): Promise<number> {
    if (found.length === 0) return 0;
    await this.channels.remove(found.map(({ id }) => id));
    this.unitOfWork.afterCommit(() => this.journal.changed(actor, '删除渠道', found));
    return found.length;
  }

  private async require(id: number): Promise<ChannelEntity> {
    const channel = await this.channels.find(id);
    if (channel === null) throw channelNotFound();
    return channel;
  }

  private async change<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(work);
    await this.selector.refresh();
    return result;
  }
}

function columnsOf(source: ChannelEntity) {
  const { id, createdTime, testTime, responseTimeMs, balance, balanceUpdatedTime, usedAmount, usedCount, ...columns } =
    source;
  return columns;
}

/** For the log: names in the API's spelling, no values. */
function changedFields(changes: object): string {
  const names = Object.keys(changes).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return names
    .filter((name) => name !== 'key_hint')
    .map((name) => name.replace(/_sealed$/, ''))
    .join(', ');
}
