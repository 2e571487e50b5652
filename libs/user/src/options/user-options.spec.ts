import { groupRatioOption } from '@app/platform';
import { groupUserRatioOption, userGroupEnabledOption, userOptions } from './user-options';

describe('user options', () => {
  it('have defaults that their own parsers accept', () => {
    for (const option of userOptions) expect(() => option.parse(option.defaultText)).not.toThrow();
    expect(userGroupEnabledOption.parse(userGroupEnabledOption.defaultText)).toBe(false);
    expect([...groupRatioOption.parse(groupRatioOption.defaultText).keys()]).toEqual(['default', 'vip', 'svip']);
    expect(groupUserRatioOption.parse(groupUserRatioOption.defaultText).get('vip')).toBe('vip分组');
  });

  it.each(['{"vip":', '["vip"]', '{"vip":1}', 'null'])('refuse %s as groups for tokens', (text) => {
    expect(() => groupUserRatioOption.parse(text)).toThrow(
      expect.objectContaining({ code: 'option.value_invalid', status: 422 }),
    );
  });
});
