import {
  booleanOption,
  decimalOption,
  groupRatioOption,
  integerOption,
  optionValueInvalid,
  type OptionDefinition,
} from '@app/platform';

const ANY_DAYS = integerOption('RedempTionCount', 30, { min: -1, max: 36_500 });
/** Days that redeemed money lives; -1 = it never expires. */
export const REDEMPTION_DAYS: OptionDefinition<number> = {
  ...ANY_DAYS,
  parse(text) {
    const days = ANY_DAYS.parse(text);
    if (days !== 0) return days;
    throw optionValueInvalid(ANY_DAYS.key, '必须为 -1 或不小于 1', 'it must be -1 or at least 1');
  },
};
/** Percent of each top-up that the inviter gets. */
export const REBATE_PERCENT = integerOption('ProporTions', 10, { max: 100 });

const LARGEST_GIFT = { max: 1_000_000_000_000 };
export const QUOTA_FOR_NEW_USER = integerOption('QuotaForNewUser', 0, LARGEST_GIFT);
export const QUOTA_FOR_INVITER = integerOption('QuotaForInviter', 0, LARGEST_GIFT);
export const QUOTA_FOR_INVITEE = integerOption('QuotaForInvitee', 0, LARGEST_GIFT);

/** Least units of a transfer or withdrawal of rewards. */
export const LEAST_REWARD_UNITS = decimalOption('MiniQuota', 1, { max: 1_000_000 });

export const GROUP_SWITCH_ENABLED = booleanOption('GroupEnable', true);
/** Group of newly registered users; only they are moved by a top-up. */
export const NEW_USER_GROUP = groupOption('UserGroup');
/** Group after the first top-up. */
export const TOPPED_UP_GROUP = groupOption('VipUserGroup');

export const REWARD_OPTIONS: readonly OptionDefinition<unknown>[] = [
  REDEMPTION_DAYS,
  REBATE_PERCENT,
  QUOTA_FOR_NEW_USER,
  QUOTA_FOR_INVITER,
  QUOTA_FOR_INVITEE,
  LEAST_REWARD_UNITS,
  GROUP_SWITCH_ENABLED,
  NEW_USER_GROUP,
  TOPPED_UP_GROUP,
];

function groupOption(key: string): OptionDefinition<string> {
  return {
    key,
    defaultText: 'default',
    parse: (text) => text,
    check(group, options) {
      if (!options.get(groupRatioOption).has(group)) {
        throw optionValueInvalid(key, '必须为 GroupRatio 中的分组', 'it must be one of the groups of GroupRatio');
      }
    },
  };
}
