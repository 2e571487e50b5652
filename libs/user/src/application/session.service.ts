import { createHmac, randomBytes } from 'node:crypto';
import { Clock } from '@app/kernel';
import { AppConfig } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { sha256Hex } from '../domain/sha256-hex';
import type { SessionEntity } from '../persistence/session.entity';
import { SessionRepository } from '../persistence/session.repository';
import type { UserEntity } from '../persistence/user.entity';

export const SESSION_LIFETIME_SECONDS = 30 * 24 * 3600;
/** How exact "last seen" is; keeps reading calls from writing each time. */
const LAST_SEEN_STEP_SECONDS = 300;

export interface Visitor {
  ip: string;
  userAgent: string;
}

/** Sessions of browsers. The cookie carries a random id; the table only its hash. */
@Injectable()
export class SessionService {
  private readonly hash: (sessionId: string) => string;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    const { sessionSecret } = config;
    this.hash =
      sessionSecret === undefined
        ? sha256Hex
        : (sessionId) => createHmac('sha256', sessionSecret).update(sessionId).digest('hex');
  }

  /** Returns the id for the cookie. */
  async open(user: Pick<UserEntity, 'id' | 'sessionVersion'>, visitor: Visitor): Promise<string> {
    const sessionId = randomBytes(32).toString('base64url');
    const now = this.clock.seconds();
    await this.sessions.insert({
      idHash: this.hash(sessionId),
      userId: user.id,
      sessionVersion: user.sessionVersion,
      createdAt: now,
      expiresAt: now + SESSION_LIFETIME_SECONDS,
      lastSeenAt: now,
      ip: visitor.ip.slice(0, 64),
      userAgent: visitor.userAgent.slice(0, 255),
    });
    return sessionId;
  }

  /** The session behind a cookie, unless it has run out. Whether its version still counts is the caller's question. */
  async find(sessionId: string): Promise<SessionEntity | undefined> {
    const session = await this.sessions.find(this.hash(sessionId));
    const now = this.clock.seconds();
    if (session === null || session.expiresAt <= now) return undefined;
    if (now - session.lastSeenAt >= LAST_SEEN_STEP_SECONDS) await this.sessions.touch(session.idHash, now);
    return session;
  }

  close(sessionId: string): Promise<void> {
    return this.sessions.remove(this.hash(sessionId));
  }

  closeAllOf(userId: number): Promise<void> {
    return this.sessions.removeOfUser(userId);
  }

  removeExpired(): Promise<number> {
    return this.sessions.removeExpired(this.clock.seconds());
  }
}
