import { LimitIndex } from './limit-index';
import type { LimitRule } from './limit-rule';
import { matchModel } from './match-model';

let ids = 0;
const rule = (fields: Partial<LimitRule>): LimitRule => ({
  id: String(++ids),
  subjectKind: 'everyone',
  subject: '',
  model: '',
  metric: 'requests',
  window: { kind: 'rolling', seconds: 60 },
  amount: 1n,
  ...fields,
});
const caller = (userId = 1, tokenId = 10, group = 'default') => ({ userId, tokenId, group });
const keys = (index: LimitIndex, who = caller(), model = 'gpt-4o') => index.ofCall(who, model).map(({ key }) => key);

describe('the rules that apply to a call', () => {
  it('are those of its token, user, group, model and of everyone, all at once', () => {
    const index = new LimitIndex([
      rule({ subjectKind: 'user', subject: '1' }),
      rule({ subjectKind: 'user', subject: '2' }),
      rule({ subjectKind: 'token', subject: '10' }),
      rule({ subjectKind: 'group', subject: 'default' }),
      rule({ subjectKind: 'group', subject: 'vip' }),
      rule({ subjectKind: 'model', subject: 'gpt-4o' }),
      rule({ subjectKind: 'model', subject: 'gpt-4*' }),
      rule({ subjectKind: 'model', subject: 'claude-*' }),
      rule({}),
      rule({ subjectKind: 'channel', subject: '3' }),
    ]);
    expect(keys(index)).toHaveLength(6);
    expect(index.ofChannel(3, 'gpt-4o')).toHaveLength(1);
    expect(index.ofChannel(4, 'gpt-4o')).toHaveLength(0);
  });

  it('count each one by itself with *, and all together without', () => {
    const each = new LimitIndex([rule({ subjectKind: 'user', subject: '*' })]);
    expect(keys(each, caller(1))).not.toEqual(keys(each, caller(2)));
    expect(keys(each, caller(1, 10))).toEqual(keys(each, caller(1, 11)));
    const group = new LimitIndex([rule({ subjectKind: 'group', subject: 'default' })]);
    expect(keys(group, caller(1))).toEqual(keys(group, caller(2)));
  });

  it('pair a subject with models: * counts each model, a pattern counts what matches together', () => {
    const pattern = new LimitIndex([rule({ subjectKind: 'user', subject: '*', model: 'gpt-4*' })]);
    expect(keys(pattern, caller(), 'gpt-4o')).toEqual(keys(pattern, caller(), 'gpt-4.1'));
    expect(keys(pattern, caller(), 'o3')).toEqual([]);
    const each = new LimitIndex([rule({ subjectKind: 'user', subject: '1', model: '*' })]);
    expect(keys(each, caller(), 'gpt-4o')).not.toEqual(keys(each, caller(), 'gpt-4.1'));
  });

  it('never share a counter because of what a name looks like', () => {
    const index = new LimitIndex([rule({ subjectKind: 'group', subject: '*', model: '*' })]);
    const own = new Set(
      [
        ['a', 'b:c'],
        ['a:b', 'c'],
        ['a:', 'b:c'],
        ['*', 'c'],
      ].flatMap(([group, model]) => keys(index, caller(1, 1, group), model)),
    );
    expect(own.size).toBe(4);
  });

  it('are worked out once for a caller and model', () => {
    const index = new LimitIndex([rule({})]);
    const who = caller();
    expect(index.ofCall(who, 'm')).toBe(index.ofCall(who, 'm'));
  });
});

describe('a pattern of models', () => {
  it.each([
    ['gpt-4*', 'gpt-4', true],
    ['gpt-4*', 'gpt-5', false],
    ['*-mini', 'o4-mini', true],
    ['*-mini', 'o4-mini-high', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['aa*aa', 'aaa', false],
    ['*', 'anything', true],
    ['gpt.4', 'gpt-4', false],
  ])('%s meets %s: %s', (pattern, model, expected) => {
    expect(matchModel(pattern, model)).toBe(expected);
  });
});
