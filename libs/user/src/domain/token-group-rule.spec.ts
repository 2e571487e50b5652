import { Role } from '@app/kernel';
import { requireAllowedGroup, type GroupRules } from './token-group-rule';

const rules: GroupRules = {
  isChoiceEnabled: true,
  userGroups: new Map([['vip', 'VIP']]),
  allGroups: new Map([
    ['default', 1],
    ['vip', 1],
    ['svip', 1],
  ]),
};
const user = { role: Role.Common, group: 'default' };
const admin = { role: Role.Admin, group: 'default' };

describe('requireAllowedGroup', () => {
  it.each([
    ['no group', '', user, rules],
    ['his own group with the choice switched off', 'default', user, { ...rules, isChoiceEnabled: false }],
    ['a group on offer', 'vip', user, rules],
    ['any existing group to an administrator', 'svip', admin, rules],
  ])('allows %s', (_, group, owner, applied) => {
    expect(() => requireAllowedGroup(group, owner, applied)).not.toThrow();
  });

  it.each([
    ['a group that is not on offer', 'svip', user, rules],
    ['a group on offer while the choice is switched off', 'vip', user, { ...rules, isChoiceEnabled: false }],
    ['a group that does not exist, to an administrator', 'gold', admin, rules],
  ])('refuses %s', (_, group, owner, applied) => {
    expect(() => requireAllowedGroup(group, owner, applied)).toThrow(
      expect.objectContaining({ code: 'token.group_invalid', text: expect.objectContaining({ zh: '无效的用户组' }) }),
    );
  });
});
