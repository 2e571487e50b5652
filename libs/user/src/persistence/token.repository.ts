import { UnitOfWork, type Paging } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In, type Repository } from 'typeorm';
import { TokenEntity } from './token.entity';

export type TokenChanges = Partial<Omit<TokenEntity, 'id' | 'userId' | 'keyHash' | 'used'>>;

export interface TokenSearch {
  /** Part of the name. */
  name: string | undefined;
  /** Part of what lists show of the key. */
  hint: string | undefined;
  keyHash: string | undefined;
}

/** Whatever serves the management API takes the owner's id: a token of somebody else does not exist. */
@Injectable()
export class TokenRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get tokens(): Repository<TokenEntity> {
    return this.unitOfWork.manager.getRepository(TokenEntity);
  }

  findByHashes(keyHashes: readonly string[]): Promise<TokenEntity[]> {
    return this.tokens.findBy({ keyHash: In([...keyHashes]) });
  }

  findOwned(userId: number, id: number): Promise<TokenEntity | null> {
    return this.tokens.findOneBy({ id, userId });
  }

  searchOwned(userId: number, search: TokenSearch, paging: Paging): Promise<[TokenEntity[], number]> {
    const query = this.tokens.createQueryBuilder('token').where('token.userId = :userId', { userId });
    if (search.name !== undefined) {
      query.andWhere(`LOWER(token.name) LIKE :name ESCAPE '!'`, { name: containing(search.name) });
    }
    if (search.hint !== undefined) {
      query.andWhere(`LOWER(token.keyHint) LIKE :hint ESCAPE '!'`, { hint: containing(search.hint) });
    }
    if (search.keyHash !== undefined) query.andWhere('token.keyHash = :keyHash', { keyHash: search.keyHash });
    return query.orderBy('token.id', 'DESC').skip(paging.skip).take(paging.take).getManyAndCount();
  }

  async insert(token: Omit<TokenEntity, 'id'>): Promise<number> {
    // A copy, because TypeORM writes the columns with defaults back into the object, untransformed.
    const result = await this.tokens.insert({ ...token });
    return (result.identifiers[0] as { id: number }).id;
  }

  async updateOwned(userId: number, id: number, changes: TokenChanges): Promise<void> {
    if (Object.keys(changes).length > 0) await this.tokens.update({ id, userId }, changes);
  }

  /** Holds the row until the transaction ends and reads it then: calls are charged before or after, not in between. */
  async lockOwned(userId: number, id: number): Promise<TokenEntity | null> {
    await this.tokens.update({ id, userId }, { remain: () => 'remain' });
    return this.findOwned(userId, id);
  }

  async removeOwned(userId: number, id: number): Promise<void> {
    await this.tokens.delete({ id, userId });
  }
}

/** Pattern for `LIKE … ESCAPE '!'`; a backslash as escape means something else on each engine. */
function containing(text: string): string {
  return `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}
