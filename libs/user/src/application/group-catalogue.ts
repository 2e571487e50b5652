import type { Principal } from '@app/kernel';
import { jsonNumberMapOption, OptionStore } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { isAllowedGroup } from '../domain/token-group-rule';
import { GroupRulesInForce } from './group-rules-in-force';

export interface GroupDescription {
  name: string;
  /** What users see; the name where GroupUserRatio has none. */
  label: string;
  /** Price factor. */
  ratio: number;
}

export interface StaffGroupDescription extends GroupDescription {
  /** Price factor of top-ups. */
  topUpRatio: number;
  /** Common users may put it on their tokens while UserGroupEnabled is on. */
  isOpenToUsers: boolean;
}

/** Belongs to the payments, which register it; only its text is read here. */
const TOP_UP_GROUP_RATIO = jsonNumberMapOption('TopupGroupRatio');

/** Which groups there are, as the options have them now. */
@Injectable()
export class GroupCatalogue {
  constructor(
    private readonly rules: GroupRulesInForce,
    private readonly options: OptionStore,
  ) {}

  names(): string[] {
    return [...this.rules.allGroups.keys()];
  }

  all(): StaffGroupDescription[] {
    const topUpRatios = TOP_UP_GROUP_RATIO.parse(this.options.text(TOP_UP_GROUP_RATIO.key) ?? '{}');
    return this.names().map((name) => ({
      ...this.describe(name),
      // An unknown group pays the plain price, and 0 has always meant the same.
      topUpRatio: topUpRatios.get(name) || 1,
      isOpenToUsers: this.rules.userGroups.has(name),
    }));
  }

  /** What the user may put on a token, by the rule that is asked when he does; his own group first. */
  openTo(user: Principal): GroupDescription[] {
    const names = new Set([user.group, ...this.rules.allGroups.keys(), ...this.rules.userGroups.keys()]);
    return [...names].filter((name) => isAllowedGroup(name, user, this.rules)).map((name) => this.describe(name));
  }

  private describe(name: string): GroupDescription {
    return { name, label: this.rules.userGroups.get(name) ?? name, ratio: this.rules.allGroups.get(name) ?? 1 };
  }
}
