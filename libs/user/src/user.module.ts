import { OptionStore } from '@app/platform';
import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessTokenService } from './application/access-token.service';
import { FirstAccounts } from './application/first-accounts';
import { GroupCatalogue } from './application/group-catalogue';
import { GroupRulesInForce } from './application/group-rules-in-force';
import { InvitationCodes } from './application/invitation-codes';
import { LoginService } from './application/login.service';
import { PasswordHasher } from './application/password-hasher';
import { PrincipalService } from './application/principal.service';
import { SelfService } from './application/self.service';
import { SessionService } from './application/session.service';
import { TokenAuthenticatorService } from './application/token-authenticator.service';
import { TokenIssuer } from './application/token-issuer.service';
import { TokenQueryService } from './application/token-query.service';
import { TokenService } from './application/token.service';
import { UserUpkeepService } from './application/user-upkeep.service';
import { AccessTokenStrategy } from './http/access-token.strategy';
import { GroupController } from './http/group.controller';
import { InvitationController } from './http/invitation.controller';
import { LocalStrategy } from './http/local.strategy';
import { LoginController } from './http/login.controller';
import { SelfController } from './http/self.controller';
import { SessionCookieWriter } from './http/session-cookie';
import { SessionCookieStrategy } from './http/session-cookie.strategy';
import { TokenController } from './http/token.controller';
import { VisitorReader } from './http/visitor-reader';
import { userOptions } from './options/user-options';
import { SessionRepository } from './persistence/session.repository';
import { TokenRepository } from './persistence/token.repository';
import { UserRepository } from './persistence/user.repository';
import { TokenAuthenticator, UserUpkeep } from './user.contract';

/** Accounts, sessions and API keys. */
@Module({
  imports: [PassportModule],
  controllers: [LoginController, SelfController, TokenController, GroupController, InvitationController],
  providers: [
    UserRepository,
    TokenRepository,
    SessionRepository,
    PasswordHasher,
    SessionService,
    PrincipalService,
    LoginService,
    AccessTokenService,
    SelfService,
    GroupRulesInForce,
    GroupCatalogue,
    InvitationCodes,
    TokenIssuer,
    TokenService,
    TokenQueryService,
    TokenAuthenticatorService,
    UserUpkeepService,
    FirstAccounts,
    VisitorReader,
    SessionCookieWriter,
    LocalStrategy,
    SessionCookieStrategy,
    AccessTokenStrategy,
    { provide: TokenAuthenticator, useExisting: TokenAuthenticatorService },
    { provide: UserUpkeep, useExisting: UserUpkeepService },
  ],
  exports: [TokenAuthenticator, UserUpkeep, FirstAccounts],
})
export class UserModule {
  constructor(options: OptionStore) {
    options.register(userOptions);
  }
}
