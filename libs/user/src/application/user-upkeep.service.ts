import { Injectable } from '@nestjs/common';
import { UserUpkeep } from '../user.contract';
import { SessionService } from './session.service';
import { TokenAuthenticatorService } from './token-authenticator.service';

@Injectable()
export class UserUpkeepService extends UserUpkeep {
  constructor(
    private readonly authenticator: TokenAuthenticatorService,
    private readonly sessions: SessionService,
  ) {
    super();
  }

  refreshTokens(): Promise<void> {
    return this.authenticator.refresh();
  }

  removeExpiredSessions(): Promise<number> {
    return this.sessions.removeExpired();
  }
}
