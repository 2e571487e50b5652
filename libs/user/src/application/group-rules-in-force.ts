import { groupRatioOption, OptionStore } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { GroupRules } from '../domain/token-group-rule';
import { groupUserRatioOption, userGroupEnabledOption } from '../options/user-options';

/** The rules for token groups as the options have them now. Each read is a map access, cheap enough for every call. */
@Injectable()
export class GroupRulesInForce implements GroupRules {
  constructor(private readonly options: OptionStore) {}

  get isChoiceEnabled(): boolean {
    return this.options.get(userGroupEnabledOption);
  }

  get userGroups(): ReadonlyMap<string, string> {
    return this.options.get(groupUserRatioOption);
  }

  get allGroups(): ReadonlyMap<string, number> {
    return this.options.get(groupRatioOption);
  }
}
