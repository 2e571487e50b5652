import { AppError, Role } from '@app/kernel';

export interface GroupRules {
  /** Option UserGroupEnabled. */
  isChoiceEnabled: boolean;
  /** Option GroupUserRatio: groups that common users may choose. */
  userGroups: ReadonlyMap<string, string>;
  /** Option GroupRatio: all groups. */
  allGroups: ReadonlyMap<string, number>;
}

/** Refuses a group that the owner may not put on a token; empty and his own are always allowed. */
export function requireAllowedGroup(group: string, owner: { role: Role; group: string }, rules: GroupRules): void {
  if (group === '' || group === owner.group) return;
  const choices = owner.role >= Role.Admin ? rules.allGroups : rules.userGroups;
  if (rules.isChoiceEnabled && choices.has(group)) return;
  throw new AppError(
    'token.group_invalid',
    { zh: '无效的用户组', en: 'This group is not available for your tokens' },
    { status: 422, param: 'group' },
  );
}
