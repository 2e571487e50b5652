import {
  booleanOption,
  groupRatioOption,
  optionValueInvalid,
  SystemOptions,
  type OptionDefinition,
} from '@app/platform';

/** Whether users may put one of the groups of GroupUserRatio on a token. */
export const userGroupEnabledOption = booleanOption('UserGroupEnabled', false);

/** Groups that users may put on a token, with the label shown to them. */
export const groupUserRatioOption: OptionDefinition<ReadonlyMap<string, string>> = {
  key: 'GroupUserRatio',
  defaultText: '{"default":"默认分组","vip":"vip分组","svip":"svip分组"}',
  parse(text) {
    const entries = Object.entries(readObject(text));
    if (entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return new Map(entries);
    throw optionValueInvalid(
      'GroupUserRatio',
      '必须为 分组→名称 的 JSON 对象',
      'it must be a JSON object of group and label',
    );
  },
};

export const userOptions: readonly OptionDefinition<unknown>[] = [
  SystemOptions.PasswordLoginEnabled,
  SystemOptions.QuotaPerUnit,
  SystemOptions.RevealTokenKeyEnabled,
  groupRatioOption,
  userGroupEnabledOption,
  groupUserRatioOption,
];

function readObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw optionValueInvalid('GroupUserRatio', `不是有效的 JSON（${reason}）`, `it is not JSON (${reason})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw optionValueInvalid('GroupUserRatio', '必须为 JSON 对象', 'it must be a JSON object');
}
