import { UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { UserEntity } from './user.entity';

/** The columns that billing owns are never written from here. */
export type UserChanges = Partial<
  Omit<UserEntity, 'id' | 'balance' | 'unallotted' | 'usedAmount' | 'requestCount' | 'affQuota' | 'affHistory'>
>;

@Injectable()
export class UserRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get users(): Repository<UserEntity> {
    return this.unitOfWork.manager.getRepository(UserEntity);
  }

  findById(id: number): Promise<UserEntity | null> {
    return this.users.findOneBy({ id, deletedAt: IsNull() });
  }

  findByIds(ids: readonly number[]): Promise<UserEntity[]> {
    return this.users.findBy({ id: In([...new Set(ids)]), deletedAt: IsNull() });
  }

  findByAccessTokenHash(accessTokenHash: string): Promise<UserEntity | null> {
    return this.users.findOneBy({ accessTokenHash, deletedAt: IsNull() });
  }

  /** By name first, then by email; an email that several accounts carry identifies nobody. */
  async findForLogin(nameOrEmail: string): Promise<UserEntity | null> {
    const byName = await this.users.findOneBy({ usernameKey: usernameKey(nameOrEmail), deletedAt: IsNull() });
    if (byName !== null || !nameOrEmail.includes('@')) return byName;
    const byEmail = await this.users.find({ where: { email: nameOrEmail, deletedAt: IsNull() }, take: 2 });
    return byEmail.length === 1 ? byEmail[0]! : null;
  }

  /** Names of deleted users stay taken. */
  async isNameTaken(username: string, exceptUserId: number): Promise<boolean> {
    return this.users.existsBy({ usernameKey: usernameKey(username), id: Not(exceptUserId) });
  }

  isEmpty(): Promise<boolean> {
    return this.users.exists().then((hasRows) => !hasRows);
  }

  isDefaultPasswordInUse(): Promise<boolean> {
    return this.users.existsBy({ mustChangePassword: true, deletedAt: IsNull() });
  }

  async insert(user: UserChanges): Promise<number> {
    const result = await this.users.insert({ ...user });
    return (result.identifiers[0] as { id: number }).id;
  }

  async update(id: number, changes: UserChanges): Promise<void> {
    await this.users.update({ id }, changes);
  }

  /** Ends all sessions of the user; counted in the database, so that two changes at once count twice. */
  async bumpSessionVersion(id: number): Promise<void> {
    await this.users.increment({ id }, 'sessionVersion', 1);
  }
}

export function usernameKey(username: string): string {
  return username.toLowerCase();
}
