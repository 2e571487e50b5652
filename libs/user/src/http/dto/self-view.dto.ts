import { balanceToQuota, chargeToQuota, moneyToUsd } from '@app/kernel';
import { ApiProperty } from '@nestjs/swagger';
import type { UserEntity } from '../../persistence/user.entity';
import { LoginViewDto, toLoginView } from './login-view.dto';

/** A user's own account. Neither hashes nor tokens are part of any view. */
export class SelfViewDto extends LoginViewDto {
  @ApiProperty() email: string;
  @ApiProperty() github_id: string;
  @ApiProperty() wechat_id: string;
  @ApiProperty({ description: 'Spendable balance in quota, rounded down' }) quota: number;
  @ApiProperty({ description: 'Spent so far in quota, rounded up' }) used_quota: number;
  @ApiProperty({ description: 'Exact balance in dollars, as decimal text' }) balance_usd: string;
  @ApiProperty({ description: 'Exact spend in dollars, as decimal text' }) used_usd: string;
  @ApiProperty() request_count: number;
  @ApiProperty() aff_code: string;
  @ApiProperty() aff_count: number;
  @ApiProperty() aff_quota: number;
  @ApiProperty() aff_history_quota: number;
  @ApiProperty() inviter_id: number;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ description: 'Unix seconds, 0 = never' }) last_login_at: number;
  @ApiProperty({ description: 'A management token exists' }) has_access_token: boolean;
}

export function toSelfView(user: UserEntity, quotaPerUsd: number): SelfViewDto {
  return {
    ...toLoginView(user),
    email: user.email,
    github_id: user.githubId,
    wechat_id: user.wechatId,
    quota: balanceToQuota(user.balance, quotaPerUsd),
    used_quota: chargeToQuota(user.usedAmount, quotaPerUsd),
    balance_usd: moneyToUsd(user.balance),
    used_usd: moneyToUsd(user.usedAmount),
    request_count: user.requestCount,
    aff_code: user.affCode ?? '',
    aff_count: user.affCount,
    aff_quota: balanceToQuota(user.affQuota, quotaPerUsd),
    aff_history_quota: balanceToQuota(user.affHistory, quotaPerUsd),
    inviter_id: user.inviterId,
    created_at: user.createdAt,
    last_login_at: user.lastLoginAt,
    has_access_token: user.accessTokenHash !== null,
  };
}
