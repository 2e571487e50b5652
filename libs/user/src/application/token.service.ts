import {
  AllowanceJournal,
  AppError,
  balanceToQuota,
  Clock,
  createRequestId,
  LogType,
  quotaToMoney,
  type Money,
  type Principal,
} from '@app/kernel';
import { EventBus, OptionStore, SecretBox, SystemOptions, UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { decideAllowance } from '../domain/allowance-wish';
import { showApiKey } from '../domain/api-key';
import { normaliseSubnets } from '../domain/subnets';
import { normaliseModels, requireTokenName } from '../domain/token-fields';
import { requireAllowedGroup } from '../domain/token-group-rule';
import { isExhausted, isExpired, TokenStatus } from '../domain/token-status';
import type { TokenEntity } from '../persistence/token.entity';
import { TokenRepository, type TokenChanges } from '../persistence/token.repository';
import { GroupRulesInForce } from './group-rules-in-force';
import { allowanceChanged, allowanceNegative, revealDisabled } from './token-errors';
import { TokenIssuer } from './token-issuer.service';

/** What an owner may set; absent = unchanged, on creation the default. */
export interface TokenFields {
  name?: string;
  /** Unix seconds, -1 = never. */
  expiredTime?: number;
  remainQuota?: number;
  unlimitedQuota?: boolean;
  group?: string;
  billingEnabled?: boolean;
  models?: string;
  fixedContent?: string;
  subnet?: string;
}

/** What a client says it saw of the allowance before it sent a new one, see decideAllowance. */
export interface SeenAllowance {
  expectedQuota?: number;
  seen?: Money;
}

/** Largest allowance a 64-bit column holds. */
const MOST_MONEY = 2n ** 63n - 1n;

/** Tokens of the caller. Somebody else's token is answered like one that does not exist. */
@Injectable()
export class TokenService {
  constructor(
    private readonly tokens: TokenRepository,
    private readonly issuer: TokenIssuer,
    private readonly options: OptionStore,
    private readonly groupRules: GroupRulesInForce,
    private readonly secrets: SecretBox,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly allowances: AllowanceJournal,
  ) {}

  async read(owner: Principal, id: number): Promise<TokenEntity> {
    const token = await this.tokens.findOwned(owner.userId, id);
    if (token === null)
      throw new AppError('token.not_found', { zh: '令牌不存在', en: 'Token not found' }, { status: 404 });
    return token;
  }

  async create(owner: Principal, fields: TokenFields): Promise<{ token: TokenEntity; key: string }> {
    const columns = this.toColumns(owner, fields);
    return this.issuer.issue({
      userId: owner.userId,
      name: columns.name ?? '',
      expiredTime: columns.expiredTime || -1,
      remain: columns.remain ?? 0n,
      unlimitedQuota: columns.unlimitedQuota ?? false,
      group: columns.group ?? '',
      billingEnabled: columns.billingEnabled ?? false,
      models: columns.models ?? '',
      fixedContent: columns.fixedContent ?? '',
      subnet: columns.subnet ?? '',
    });
  }

  async update(owner: Principal, id: number, fields: TokenFields, { expectedQuota, seen }: SeenAllowance = {}) {
    const token = await this.read(owner, id);
    const seenQuota = seen === undefined ? undefined : this.toQuota(seen);
    const wish = { quota: fields.remainQuota, expectedQuota, seenQuota };
    const decision = decideAllowance(wish, this.toQuota(token.remain));
    if (decision === 'conflict') throw allowanceChanged();
    const columns = this.toColumns(owner, decision === 'keep' ? { ...fields, remainQuota: undefined } : fields);
    return this.write(owner, token, columns, decision === 'set-if-unchanged');
  }

  async setStatus(
    owner: Principal,
    id: number,
    status: TokenStatus.Enabled | TokenStatus.Disabled,
  ): Promise<TokenEntity> {
    const token = await this.read(owner, id);
    if (status === TokenStatus.Enabled) this.requireUsable(token);
    return this.write(owner, token, { status });
  }

  async setBilling(owner: Principal, id: number, billingEnabled: boolean): Promise<TokenEntity> {
    return this.write(owner, await this.read(owner, id), { billingEnabled });
  }

  async remove(owner: Principal, id: number): Promise<void> {
    const token = await this.read(owner, id);
    await this.tokens.removeOwned(owner.userId, id);
    this.publishChange(token);
  }

  /** The key as its owner sends it; leaves a trace, because whoever holds the session gets the key with it. */
  async reveal(owner: Principal, id: number, ip: string): Promise<string> {
    const token = await this.read(owner, id);
    if (!this.options.get(SystemOptions.RevealTokenKeyEnabled)) throw revealDisabled();
    if (token.keySealed === null) {
      throw new AppError(
        'token.key_shown_once',
        { zh: '该令牌的密钥仅在创建时显示一次', en: 'The key of this token was shown once, at its creation' },
        { status: 409 },
      );
    }
    const key = showApiKey(this.secrets.open(token.keySealed));
    this.events.publish('audit.recorded', {
      type: LogType.Manage,
      userId: owner.userId,
      username: owner.username,
      text: `查看令牌密钥：${token.name}（${token.keyHint}）`,
      ip,
    });
    return key;
  }

  /** `ifUnspent`: only while the allowance is what `token` holds; a call that is charged in between makes it a conflict. */
  private write(owner: Principal, token: TokenEntity, columns: TokenChanges, ifUnspent = false): Promise<TokenEntity> {
    return this.unitOfWork.run(async () => {
      if (columns.remain === undefined) await this.tokens.updateOwned(owner.userId, token.id, columns);
      else await this.writeAllowance(token, { ...columns, remain: columns.remain }, ifUnspent);
      this.publishChange(token);
      return this.read(owner, token.id);
    });
  }

  /** Records the difference to what calls have left by now, not to what was read before. */
  private async writeAllowance(
    { id, userId, remain }: TokenEntity,
    columns: TokenChanges & { remain: Money },
    ifUnspent: boolean,
  ): Promise<void> {
    const current = await this.tokens.lockOwned(userId, id);
    if (current === null) return;
    if (ifUnspent && current.remain !== remain) throw allowanceChanged();
    await this.tokens.updateOwned(userId, id, columns);
    const amount = columns.remain - current.remain;
    await this.allowances.record({ tokenId: id, userId, amount, key: createRequestId() });
  }

  private publishChange(token: TokenEntity): void {
    const { id: tokenId, keyHash } = token;
    this.unitOfWork.afterPossibleCommit(() => this.events.publish('token.changed', { tokenId, keyHash }));
  }

  private toColumns(owner: Principal, fields: TokenFields): TokenChanges {
    const columns: TokenChanges = {};
    if (fields.name !== undefined) columns.name = requireTokenName(fields.name);
    if (fields.expiredTime !== undefined) columns.expiredTime = fields.expiredTime;
    if (fields.remainQuota !== undefined) columns.remain = this.toMoney(fields.remainQuota);
    if (fields.unlimitedQuota !== undefined) columns.unlimitedQuota = fields.unlimitedQuota;
    if (fields.billingEnabled !== undefined) columns.billingEnabled = fields.billingEnabled;
    if (fields.models !== undefined) columns.models = normaliseModels(fields.models);
    if (fields.fixedContent !== undefined) columns.fixedContent = fields.fixedContent;
    if (fields.subnet !== undefined) columns.subnet = normaliseSubnets(fields.subnet);
    if (fields.group !== undefined) {
      requireAllowedGroup(fields.group, owner, this.groupRules);
      columns.group = fields.group;
    }
    return columns;
  }

  private toQuota(remain: bigint): number {
    return balanceToQuota(remain, this.options.get(SystemOptions.QuotaPerUnit));
  }

  private toMoney(quota: number): bigint {
    if (quota < 0) throw allowanceNegative();
    const money = quotaToMoney(quota, this.options.get(SystemOptions.QuotaPerUnit));
    if (money <= MOST_MONEY) return money;
    throw new AppError(
      'token.quota_too_large',
      { zh: '令牌额度过大', en: 'The allowance is too large' },
      { status: 422, param: 'remain_quota' },
    );
  }

  private requireUsable(token: TokenEntity): void {
    if (isExpired(token.expiredTime, this.clock.seconds())) {
      throw new AppError(
        'token.enable_expired',
        {
          zh: '令牌已过期，无法启用，请先修改令牌过期时间，或者设置为永不过期',
          en: 'The token has expired; change its expiry or let it never expire first',
        },
        { status: 409, param: 'status' },
      );
    }
    if (isExhausted(token)) {
      throw new AppError(
        'token.enable_exhausted',
        {
          zh: '令牌可用额度已用尽，无法启用，请先修改令牌剩余额度，或者设置为无限额度',
          en: 'The allowance of the token is used up; raise it or make it unlimited first',
        },
        { status: 409, param: 'status' },
      );
    }
  }
}
