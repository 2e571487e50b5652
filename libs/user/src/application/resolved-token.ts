import { Role } from '@app/kernel';
import { isAllowedGroup, type GroupOwner, type GroupRules } from '../domain/token-group-rule';
import { isInsideSubnets, parseSubnets, type Subnet } from '../domain/subnets';
import { isExpired, TokenStatus } from '../domain/token-status';
import { UserStatus } from '../domain/user-status';
import type { TokenEntity } from '../persistence/token.entity';
import type { UserEntity } from '../persistence/user.entity';
import type { AuthenticationResult, Caller } from '../user.contract';
import { authenticationErrors } from './authentication-errors';

const CHANNEL_ID = /^[1-9]\d{0,8}$/;

/** One API key with everything a call has to be checked against, prepared once; never changed, only replaced. */
export class ResolvedToken {
  readonly userId: number;
  private readonly caller: Caller;
  private readonly isEnabled: boolean;
  private readonly isOwnerEnabled: boolean;
  /** As stored: empty = the owner's. */
  private readonly tokenGroup: string;
  private readonly owner: GroupOwner;
  /** undefined = any address. */
  private readonly subnets: readonly Subnet[] | undefined;
  private readonly subnetText: string;
  private readonly accepted: AuthenticationResult;

  /** `rules` are asked at each call: a group taken off the list, or the whole choice, counts at once. */
  constructor(
    token: TokenEntity,
    owner: UserEntity | undefined,
    private readonly rules: GroupRules,
  ) {
    this.userId = token.userId;
    this.caller = toCaller(token, owner);
    this.isEnabled = token.status === TokenStatus.Enabled;
    this.isOwnerEnabled = owner?.status === UserStatus.Enabled;
    this.tokenGroup = token.group;
    this.owner = { role: owner?.role ?? Role.Guest, group: owner?.group ?? '' };
    this.subnets = readSubnets(token.subnet);
    this.subnetText = token.subnet;
    this.accepted = Object.freeze({ ok: true, caller: this.caller, forcedChannelId: undefined });
  }

  check(channel: string | undefined, clientIp: string, nowSeconds: number): AuthenticationResult {
    const { caller } = this;
    if (!this.isEnabled) return { ok: false, error: authenticationErrors.tokenDisabled(), caller };
    if (isExpired(caller.expiresAt, nowSeconds))
      return { ok: false, error: authenticationErrors.tokenExpired(), caller };
    if (!this.isOwnerEnabled) return { ok: false, error: authenticationErrors.userDisabled(), caller };
    if (!isAllowedGroup(this.tokenGroup, this.owner, this.rules)) {
      return { ok: false, error: authenticationErrors.groupNotAllowed(this.tokenGroup), caller };
    }
    if (this.subnets !== undefined && !isInsideSubnets(this.subnets, clientIp)) {
      return { ok: false, error: authenticationErrors.ipNotAllowed(this.subnetText, clientIp), caller };
    }
    if (channel === undefined) return this.accepted;
    if (caller.role < Role.Admin) return { ok: false, error: authenticationErrors.channelNotAllowed(), caller };
    if (!CHANNEL_ID.test(channel)) return { ok: false, error: authenticationErrors.channelInvalid(), caller };
    return { ok: true, caller, forcedChannelId: Number(channel) };
  }
}

function toCaller(token: TokenEntity, owner: UserEntity | undefined): Caller {
  const models = token.models
    .split(',')
    .map((model) => model.trim())
    .filter((model) => model !== '');
  return Object.freeze({
    userId: token.userId,
    username: owner?.username ?? '',
    role: owner?.role ?? Role.Guest,
    group: token.group || (owner?.group ?? ''),
    tokenId: token.id,
    tokenName: token.name,
    perCall: token.billingEnabled,
    allowedModels: models.length === 0 ? null : new Set(models),
    fixedContent: token.fixedContent,
    expiresAt: token.expiredTime,
    isUnlimited: token.unlimitedQuota,
  });
}

function readSubnets(text: string): readonly Subnet[] | undefined {
  if (text.trim() === '') return undefined;
  const parsed = parseSubnets(text);
  // A stored list that cannot be read was meant to restrict; it must not open the key to everybody.
  return parsed.ok ? parsed.subnets : [];
}
