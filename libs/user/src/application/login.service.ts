import { AppError, Clock, LogType } from '@app/kernel';
import { EventBus, OptionStore, SystemOptions, UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { UserStatus } from '../domain/user-status';
import type { UserEntity } from '../persistence/user.entity';
import { UserRepository } from '../persistence/user.repository';
import { PasswordHasher } from './password-hasher';
import { SessionService, type Visitor } from './session.service';

@Injectable()
export class LoginService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly options: OptionStore,
  ) {}

  /** One answer for every failure: it must not tell which names exist or which accounts are banned. */
  async checkPassword(nameOrEmail: string, password: string): Promise<UserEntity> {
    if (!this.options.get(SystemOptions.PasswordLoginEnabled)) throw passwordLoginDisabled();
    const user = await this.users.findForLogin(nameOrEmail);
    const isRight = await this.passwords.matches(password, user?.password);
    if (user !== null && isRight && user.status === UserStatus.Enabled) return user;
    throw new AppError(
      'auth.credentials_invalid',
      { zh: '用户名或密码错误，或用户已被封禁', en: 'Wrong user name or password, or the user is banned' },
      { status: 401 },
    );
  }

  /** Starts a session; a previous one of the same browser ends, so that an id planted before the login is worth nothing. */
  async startSession(user: UserEntity, visitor: Visitor, previousSessionId: string | undefined): Promise<string> {
    return this.unitOfWork.run(async () => {
      if (previousSessionId !== undefined) await this.sessions.close(previousSessionId);
      const sessionId = await this.sessions.open(user, visitor);
      await this.users.update(user.id, { lastLoginAt: this.clock.seconds() });
      this.unitOfWork.afterCommit(() =>
        this.events.publish('audit.recorded', {
          type: LogType.System,
          userId: user.id,
          username: user.username,
          text: '用户登录',
          ip: visitor.ip,
        }),
      );
      return sessionId;
    });
  }
}

function passwordLoginDisabled(): AppError {
  return new AppError(
    'auth.password_login_disabled',
    { zh: '管理员关闭了密码登录', en: 'Logging in with a password is switched off' },
    { status: 403 },
  );
}
