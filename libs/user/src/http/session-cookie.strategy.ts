import type { Principal } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { PrincipalService } from '../application/principal.service';
import { CredentialStrategy } from './credential-strategy';
import { readSessionCookie } from './session-cookie';

export const SESSION_COOKIE = 'session-cookie';

@Injectable()
export class SessionCookieStrategy extends PassportStrategy(CredentialStrategy, SESSION_COOKIE) {
  constructor(private readonly principals: PrincipalService) {
    super(readSessionCookie);
  }

  validate(sessionId: string): Promise<Principal | undefined> {
    return this.principals.bySession(sessionId);
  }
}
