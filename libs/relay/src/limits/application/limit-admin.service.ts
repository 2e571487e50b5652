import { Injectable } from '@nestjs/common';
import { AppError, Clock, LogType, type Principal } from '@app/kernel';
import { EventBus, UnitOfWork, type Paging } from '@app/platform';
import type { LimitRuleEntity } from '../../persistence/limit-rule.entity';
import { LimitRuleRepository } from '../../persistence/limit-rule.repository';
import type { LimitMetric, SubjectKind } from '../domain/limit-rule';
import { LimitsInForce } from './limits-in-force';
import { readLimitFields, type LimitInput } from './read-limit-fields';

export interface LimitFilter {
  subjectKind?: SubjectKind;
  subject?: string;
  metric?: LimitMetric;
}

/** Rules as staff makes them: on anything. */
@Injectable()
export class LimitAdminService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: LimitRuleRepository,
    private readonly inForce: LimitsInForce,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  list(filter: LimitFilter, paging: Paging): Promise<[LimitRuleEntity[], number]> {
    return this.rules.page({ ...filter }, paging);
  }

  async find(id: number): Promise<LimitRuleEntity> {
    return found(await this.rules.find({ id }));
  }

  async create(input: LimitInput, actor: Principal): Promise<LimitRuleEntity> {
    const fields = readLimitFields(input);
    const now = this.clock.seconds();
    const row = await this.unitOfWork.run(() =>
      this.rules.save({ ...fields, ownerId: 0, createdAt: now, updatedAt: now }),
    );
    return this.changed(actor, '新增限制', row);
  }

  async update(id: number, input: LimitInput, actor: Principal): Promise<LimitRuleEntity> {
    const row = await this.unitOfWork.run(async () => {
      const stored = await this.find(id);
      return this.rules.save({ ...stored, ...readLimitFields(input, stored), updatedAt: this.clock.seconds() });
    });
    return this.changed(actor, '修改限制', row);
  }

  async remove(id: number, actor: Principal): Promise<void> {
    const row = await this.find(id);
    if (!(await this.rules.remove(id))) throw limitNotFound();
    await this.changed(actor, '删除限制', row);
  }

  /** In force here when this returns. */
  private async changed(actor: Principal, action: string, row: LimitRuleEntity): Promise<LimitRuleEntity> {
    this.events.publish('limit.changed', { limitId: row.id });
    this.events.publish('audit.recorded', {
      type: LogType.Manage,
      userId: actor.userId,
      username: actor.username,
      text: `${action} #${row.id}（${row.subjectKind} ${row.subject} ${row.metric}）`,
    });
    await this.inForce.refresh();
    return row;
  }
}

export function found(row: LimitRuleEntity | null): LimitRuleEntity {
  if (row === null) throw limitNotFound();
  return row;
}

export function limitNotFound(): AppError {
  return new AppError('limit.not_found', { zh: '限制不存在', en: 'Limit not found' }, { status: 404 });
}
