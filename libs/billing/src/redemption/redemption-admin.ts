import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, LogType } from '@app/kernel';
import { SecretBox, UnitOfWork } from '@app/platform';
import { Not } from 'typeorm';
import { AccountLog } from '../application/account-log';
import type { Actor } from '../application/actor';
import { RedemptionEntity } from '../persistence/redemption.entity';
import { requireBatch, requireTerms, type RedemptionBatch, type RedemptionTerms } from './redemption-batch';
import { createRedemptionKey, hashRedemptionKey } from './redemption-key';
import { RedemptionStatus } from './redemption-status';

export type ChangeOutcome = 'done' | 'not-found' | 'used';

const CODES_PER_INSERT = 500;

/** Making, changing and removing redemption codes. Used codes are history: nothing changes or removes them. */
@Injectable()
export class RedemptionAdmin {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
    private readonly log: AccountLog,
    private readonly clock: Clock,
  ) {}

  /** All codes or none. Returns their keys in the order of their ids, and the batch they belong to. */
  create(admin: Actor, batch: RedemptionBatch): Promise<{ batchId: string; keys: string[] }> {
    requireBatch(batch);
    const { count, ...terms } = batch;
    const batchId = randomUUID().replaceAll('-', '');
    const keys = Array.from({ length: count }, createRedemptionKey);
    const shared = { ...terms, batchId, userId: admin.userId, createdTime: this.clock.seconds() };
    return this.unitOfWork.run(async () => {
      for (let first = 0; first < count; first += CODES_PER_INSERT) {
        const chunk = keys.slice(first, first + CODES_PER_INSERT);
        const rows = chunk.map((key) => ({
          ...shared,
          keyHash: hashRedemptionKey(key),
          keySealed: this.secrets.seal(key),
        }));
        const insert = this.unitOfWork.manager.createQueryBuilder().insert().into(RedemptionEntity).values(rows);
        await insert.updateEntity(false).execute();
      }
      await this.record(admin, `创建兑换码「${terms.name}」${count} 个，每个 ${this.log.show(terms.amount)}`);
      return { batchId, keys };
    });
  }

  setStatus(
    admin: Actor,
    id: number,
    status: RedemptionStatus.Enabled | RedemptionStatus.Disabled,
  ): Promise<ChangeOutcome> {
    const action = status === RedemptionStatus.Enabled ? '启用' : '禁用';
    return this.change(id, { status }, (code) => this.record(admin, `${action}兑换码「${code.name}」（#${id}）`));
  }

  /** Absent terms keep their values. */
  async update(admin: Actor, id: number, wanted: Partial<RedemptionTerms>): Promise<ChangeOutcome> {
    const code = await this.unitOfWork.manager.findOneBy(RedemptionEntity, { id });
    if (code === null) return 'not-found';
    const { name, amount, startsAt, endsAt, perUserLimit } = code;
    const terms = { name, amount, startsAt, endsAt, perUserLimit, ...wanted };
    requireTerms(terms);
    const detail = `每个 ${this.log.show(amount)} → ${this.log.show(terms.amount)}`;
    return this.change(id, wanted, () => this.record(admin, `修改兑换码「${terms.name}」（#${id}）：${detail}`));
  }

  remove(admin: Actor, id: number): Promise<ChangeOutcome> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      const code = await manager.findOneBy(RedemptionEntity, { id });
      if (code === null) return 'not-found';
      const { affected } = await manager.delete(RedemptionEntity, { id, status: Not(RedemptionStatus.Used) });
      if (affected === 0) return 'used';
      await this.record(admin, `删除兑换码「${code.name}」（#${id}），${this.log.show(code.amount)}`);
      return 'done';
    });
  }

  /** Leaves a row about keys that were handed out in bulk. */
  recordExport(admin: Actor, what: string): Promise<void> {
    return this.record(admin, `导出兑换码「${what}」`);
  }

  private change(
    id: number,
    columns: Partial<RedemptionEntity>,
    record: (code: RedemptionEntity) => Promise<void>,
  ): Promise<ChangeOutcome> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      const where = { id, status: Not(RedemptionStatus.Used) };
      if (Object.keys(columns).length > 0) await manager.update(RedemptionEntity, where, columns);
      const code = await manager.findOneBy(RedemptionEntity, { id });
      if (code === null) return 'not-found';
      if (code.status === RedemptionStatus.Used) return 'used';
      await record(code);
      return 'done';
    });
  }

  private record({ userId, username, ip }: Actor, text: string): Promise<void> {
    return this.log.write({ type: LogType.Manage, userId, username, text, ip });
  }
}
