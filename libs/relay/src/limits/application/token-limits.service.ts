import { Injectable } from '@nestjs/common';
import { AppError, Clock, type Principal } from '@app/kernel';
import { EventBus, UnitOfWork, type Paging } from '@app/platform';
import type { LimitRuleEntity } from '../../persistence/limit-rule.entity';
import { LimitRuleRepository } from '../../persistence/limit-rule.repository';
import { found, limitNotFound } from './limit-admin.service';
import { LimitsInForce } from './limits-in-force';
import { readLimitFields, type LimitInput } from './read-limit-fields';

/** Every rule of an owner costs each call of his token a counter. */
const MOST_PER_TOKEN = 20;

/**
 * Rules that owners set on their own tokens. They stand beside those of staff and replace none: all have to pass, so an owner can
 * only make a token's limits narrower.
 */
@Injectable()
export class TokenLimitsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: LimitRuleRepository,
    private readonly inForce: LimitsInForce,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** The owner's rules and those that staff set on this very token. */
  async list(owner: Principal, tokenId: number, paging: Paging): Promise<[LimitRuleEntity[], number]> {
    await this.requireOwn(owner, tokenId);
    return this.rules.page(onToken(tokenId), paging);
  }

  async create(owner: Principal, tokenId: number, input: LimitInput): Promise<LimitRuleEntity> {
    await this.requireOwn(owner, tokenId);
    const fields = readLimitFields({ ...input, subject_kind: 'token', subject: String(tokenId) });
    const now = this.clock.seconds();
    const row = await this.unitOfWork.run(async () => {
      const own = { ...onToken(tokenId), ownerId: owner.userId };
      if ((await this.rules.count(own)) >= MOST_PER_TOKEN) throw tooMany();
      return this.rules.save({ ...fields, ownerId: owner.userId, createdAt: now, updatedAt: now });
    });
    return this.changed(row);
  }

  async update(owner: Principal, tokenId: number, id: number, input: LimitInput): Promise<LimitRuleEntity> {
    const row = await this.unitOfWork.run(async () => {
      const stored = await this.findOwn(owner, tokenId, id);
      const wish = { ...input, subject_kind: 'token' as const, subject: String(tokenId) };
      return this.rules.save({ ...stored, ...readLimitFields(wish, stored), updatedAt: this.clock.seconds() });
    });
    return this.changed(row);
  }

  async remove(owner: Principal, tokenId: number, id: number): Promise<void> {
    const row = await this.findOwn(owner, tokenId, id);
    if (!(await this.rules.remove(id))) throw limitNotFound();
    await this.changed(row);
  }

  private async findOwn(owner: Principal, tokenId: number, id: number): Promise<LimitRuleEntity> {
    await this.requireOwn(owner, tokenId);
    return found(await this.rules.find({ ...onToken(tokenId), id, ownerId: owner.userId }));
  }

  private async requireOwn({ userId }: Principal, tokenId: number): Promise<void> {
    if (await this.rules.ownsToken(userId, tokenId)) return;
    throw new AppError('token.not_found', { zh: '令牌不存在', en: 'Token not found' }, { status: 404 });
  }

  private async changed(row: LimitRuleEntity): Promise<LimitRuleEntity> {
    this.events.publish('limit.changed', { limitId: row.id });
    await this.inForce.refresh();
    return row;
  }
}

function onToken(tokenId: number) {
  return { subjectKind: 'token' as const, subject: String(tokenId) };
}

function tooMany(): AppError {
  return new AppError(
    'limit.too_many',
    { zh: `每个令牌最多 ${MOST_PER_TOKEN} 条限制`, en: `A token has at most ${MOST_PER_TOKEN} limits of its owner` },
    { status: 409 },
  );
}
