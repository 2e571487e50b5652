import { AllowanceJournal, Clock } from '@app/kernel';
import { EventBus, OptionStore, SecretBox, SystemOptions, UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { apiKeyHint, generateApiKey } from '../domain/api-key';
import { sha256Hex } from '../domain/sha256-hex';
import { TokenStatus } from '../domain/token-status';
import type { TokenEntity } from '../persistence/token.entity';
import { TokenRepository } from '../persistence/token.repository';

export type NewToken = Pick<
  TokenEntity,
  | 'userId'
  | 'name'
  | 'expiredTime'
  | 'remain'
  | 'unlimitedQuota'
  | 'group'
  | 'billingEnabled'
  | 'models'
  | 'fixedContent'
  | 'subnet'
>;

/** Makes API keys. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly tokens: TokenRepository,
    private readonly secrets: SecretBox,
    private readonly options: OptionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly allowances: AllowanceJournal,
  ) {}

  /** Stores a token and returns its key (without prefix), which cannot be had again when it is not sealed. */
  async issue(wanted: NewToken, key: string = generateApiKey()): Promise<{ token: TokenEntity; key: string }> {
    const keyHash = sha256Hex(key);
    const row: Omit<TokenEntity, 'id'> = {
      ...wanted,
      keyHash,
      keySealed: this.options.get(SystemOptions.RevealTokenKeyEnabled) ? this.secrets.seal(key) : null,
      keyHint: apiKeyHint(key),
      status: TokenStatus.Enabled,
      createdTime: this.clock.seconds(),
      accessedTime: 0,
      used: 0n,
      leased: 0n,
    };
    return this.unitOfWork.run(async () => {
      const tokenId = await this.tokens.insert(row);
      await this.allowances.record({
        tokenId,
        userId: row.userId,
        amount: row.remain,
        key: `token:${tokenId}:opening`,
      });
      // Somebody may have tried the key before it existed.
      this.unitOfWork.afterCommit(() => this.events.publish('token.changed', { tokenId, keyHash }));
      return { token: { ...row, id: tokenId }, key };
    });
  }
}
