import { Clock, DEFAULT_PASSWORD, Role } from '@app/kernel';
import { AppConfig } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { showApiKey } from '../domain/api-key';
import { sha256Hex } from '../domain/sha256-hex';
import { UserStatus } from '../domain/user-status';
import { usernameKey, UserRepository } from '../persistence/user.repository';
import { PasswordHasher } from './password-hasher';
import { TokenIssuer } from './token-issuer.service';

const ROOT_NAME = 'root';

export interface FirstAccount {
  userId: number;
  username: string;
  /** The published default; undefined when the environment named another, which must not be printed. */
  password: string | undefined;
  /** Full API key of the initial token. */
  tokenKey: string;
}

/** Makes an empty system usable. */
@Injectable()
export class FirstAccounts {
  constructor(
    private readonly users: UserRepository,
    private readonly issuer: TokenIssuer,
    private readonly passwords: PasswordHasher,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates root and its initial token when there is no user at all, else does nothing. Takes part in the caller's
   * transaction (UnitOfWork.run), so that the opening balance can be credited in the same one.
   */
  async seed(): Promise<FirstAccount | undefined> {
    if (!(await this.users.isEmpty())) return undefined;
    const { password = DEFAULT_PASSWORD, token, accessToken } = this.config.initialRoot;
    const isDefault = password === DEFAULT_PASSWORD;
    const userId = await this.users.insert({
      username: ROOT_NAME,
      usernameKey: usernameKey(ROOT_NAME),
      password: await this.passwords.hash(password),
      displayName: 'Root User',
      role: Role.Root,
      status: UserStatus.Enabled,
      accessTokenHash: accessToken === undefined ? null : sha256Hex(accessToken),
      createdAt: this.clock.seconds(),
      mustChangePassword: isDefault,
    });
    const { key } = await this.issueInitialToken(userId, token);
    return { userId, username: ROOT_NAME, password: isDefault ? password : undefined, tokenKey: showApiKey(key) };
  }

  /** Whether some account can still be entered with the published password. */
  hasDefaultPassword(): Promise<boolean> {
    return this.users.isDefaultPasswordInUse();
  }

  private issueInitialToken(userId: number, wantedKey: string | undefined): Promise<{ key: string }> {
    return this.issuer.issue(
      {
        userId,
        name: '初始令牌',
        expiredTime: -1,
        remain: 0n,
        unlimitedQuota: true,
        group: '',
        billingEnabled: false,
        models: '',
        fixedContent: '',
        subnet: '',
      },
      wantedKey,
    );
  }
}
