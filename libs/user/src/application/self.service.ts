import { AppError, type Principal } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { requireGoodPassword } from '../domain/password-rules';
import type { UserEntity } from '../persistence/user.entity';
import { usernameKey, UserRepository, type UserChanges } from '../persistence/user.repository';
import { PasswordHasher } from './password-hasher';
import { SessionService, type Visitor } from './session.service';

export interface SelfChanges {
  username: string | undefined;
  displayName: string | undefined;
  password: string | undefined;
  originalPassword: string | undefined;
}

/** A user's own account. */
@Injectable()
export class SelfService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {}

  async read(userId: number): Promise<UserEntity> {
    const user = await this.users.findById(userId);
    if (user === null)
      throw new AppError('user.not_found', { zh: '用户不存在', en: 'User not found' }, { status: 404 });
    return user;
  }

  /**
   * Returns the id of a new session when the password changed and a browser is calling: every session and the access
   * token end, the session that made the change goes on under a new id. A change made with the access token ends that too.
   * API keys stay: calls of programs must not stop because their owner changed how he signs in.
   */
  async change(principal: Principal, changes: SelfChanges, visitor: Visitor): Promise<string | undefined> {
    const user = await this.read(principal.userId);
    const columns: UserChanges = {};
    if (changes.displayName) columns.displayName = changes.displayName;
    if (changes.username) Object.assign(columns, newName(user, changes.username));
    if (changes.password) {
      await this.checkPasswordChange(
        user,
        changes.password,
        changes.originalPassword,
        changes.username ?? user.username,
      );
      columns.password = await this.passwords.hash(changes.password);
      columns.mustChangePassword = false;
      // Whoever changes a password wants everybody else out, and the token may be what the other one has.
      columns.accessTokenHash = null;
    }
    if (Object.keys(columns).length === 0) return undefined;
    return this.store(principal, columns, visitor);
  }

  private async store(principal: Principal, columns: UserChanges, visitor: Visitor): Promise<string | undefined> {
    const { userId } = principal;
    return this.unitOfWork.run(async () => {
      await this.write(userId, columns);
      this.unitOfWork.afterCommit(() => this.events.publish('user.changed', { userId }));
      if (columns.password === undefined) return undefined;
      await this.users.bumpSessionVersion(userId);
      await this.sessions.closeAllOf(userId);
      return principal.via === 'session' ? this.sessions.open(await this.read(userId), visitor) : undefined;
    });
  }

  private async write(userId: number, columns: UserChanges): Promise<void> {
    if (columns.username !== undefined && (await this.users.isNameTaken(columns.username, userId))) throw nameTaken();
    await this.users.update(userId, columns);
  }

  private async checkPasswordChange(
    user: UserEntity,
    password: string,
    originalPassword: string | undefined,
    username: string,
  ): Promise<void> {
    requireGoodPassword(password, username);
    // An account that has no password (other ways of login) cannot be asked for it.
    if (user.password === '') return;
    if (!(await this.passwords.matches(originalPassword ?? '', user.password))) {
      throw new AppError(
        'user.original_password_wrong',
        { zh: '原密码错误', en: 'The current password is wrong' },
        { status: 422, param: 'original_password' },
      );
    }
  }
}

function newName(user: UserEntity, username: string): UserChanges {
  return username === user.username ? {} : { username, usernameKey: usernameKey(username) };
}

function nameTaken(): AppError {
  return new AppError(
    'user.username_taken',
    { zh: '用户名已存在，或已注销', en: 'This user name is taken' },
    { status: 409, param: 'username' },
  );
}
