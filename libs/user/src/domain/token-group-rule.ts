import { AppError, Role } from '@app/kernel';

export interface GroupRules {
  /** Option UserGroupEnabled. */
  isChoiceEnabled: boolean;
  /** Option GroupUserRatio: groups that common users may choose. */
  userGroups: ReadonlyMap<string, string>;
  /** Option GroupRatio: all groups. */
  allGroups: ReadonlyMap<string, number>;
}

/** Whose group rules are asked. */
export interface GroupOwner {
  role: Role;
  group: string;
}

/** Whether the owner may use this group on a token; empty and his own are always allowed. */
export function isAllowedGroup(group: string, owner: GroupOwner, rules: GroupRules): boolean {
  if (group === '' || group === owner.group) return true;
  if (!rules.isChoiceEnabled) return false;
  return (owner.role >= Role.Admin ? rules.allGroups : rules.userGroups).has(group);
}

/** Refuses to put a group on a token that its owner may not use. */
export function requireAllowedGroup(group: string, owner: GroupOwner, rules: GroupRules): void {
  if (isAllowedGroup(group, owner, rules)) return;
  throw new AppError(
    'token.group_invalid',
    { zh: '无效的用户组', en: 'This group is not available for your tokens' },
    { status: 422, param: 'group' },
  );
}
