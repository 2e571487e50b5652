import { AppError, type Principal } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { sha256Hex } from '../domain/sha256-hex';
import { UserStatus } from '../domain/user-status';
import type { UserEntity } from '../persistence/user.entity';
import { UserRepository } from '../persistence/user.repository';
import { SessionService } from './session.service';

/** Turns credentials of the management API into who is calling. Reads the store each time, see Principal. */
@Injectable()
export class PrincipalService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
  ) {}

  /** undefined = the session does not exist any more. */
  async bySession(sessionId: string): Promise<Principal | undefined> {
    const session = await this.sessions.find(sessionId);
    if (session === undefined) return undefined;
    const user = await this.users.findById(session.userId);
    if (user === null) return undefined;
    refuseBanned(user);
    if (user.sessionVersion !== session.sessionVersion) return undefined;
    return { ...toPrincipal(user), via: 'session', sessionHash: session.idHash };
  }

  /** undefined = nobody has this token. */
  async byAccessToken(accessToken: string): Promise<Principal | undefined> {
    const user = await this.users.findByAccessTokenHash(sha256Hex(accessToken));
    if (user === null) return undefined;
    refuseBanned(user);
    return { ...toPrincipal(user), via: 'access-token' };
  }
}

function refuseBanned(user: UserEntity): void {
  if (user.status === UserStatus.Enabled) return;
  throw new AppError('auth.user_banned', { zh: '用户已被封禁', en: 'The user is banned' }, { status: 403 });
}

function toPrincipal(user: UserEntity): Omit<Principal, 'via'> {
  return {
    userId: user.id,
    username: user.username,
    role: user.role,
    group: user.group,
    mustChangePassword: user.mustChangePassword,
  };
}
