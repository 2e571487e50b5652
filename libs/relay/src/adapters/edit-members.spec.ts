import fc from 'fast-check';
import { editMembers } from './edit-members';

const edit = (json: string, removed: string[], added: Record<string, unknown>) =>
  editMembers(Buffer.from(json), removed, added).toString();

describe('members of an object edited in place', () => {
  it.each([
    ['{"model":"m","a":1}', '{"v":"x","a":1}'],
    ['{"a":1,"model":"m"}', '{"v":"x","a":1}'],
    ['{"a":1,"stream":true,"model":"m","b":2}', '{"v":"x","a":1,"b":2}'],
    ['{"stream" : false , "model":"m"}', '{"v":"x" }'],
    ['{ "model":"m" }', '{"v":"x"  }'],
    ['{"v":"old","a":12345678901234567890}', '{"v":"x","a":12345678901234567890}'],
    ['{"a":"\\"model\\":1","b":{"model":"m"}}', '{"v":"x","a":"\\"model\\":1","b":{"model":"m"}}'],
  ])('%s → %s', (json, expected) => {
    expect(edit(json, ['model', 'stream'], { v: 'x' })).toBe(expected);
  });

  it('says the same as building it anew, for any object and spacing', () => {
    const object = fc.dictionary(fc.constantFrom('model', 'stream', 'v', 'a', 'b', 'c'), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.constantFrom(0, 1, 3), (fields, space) => {
        const { model: _, stream: __, ...rest } = fields;
        const edited = JSON.parse(
          edit(JSON.stringify(fields, null, space), ['model', 'stream'], { v: 'x' }),
        ) as unknown;
        expect(edited).toEqual(JSON.parse(JSON.stringify({ ...rest, v: 'x' })));
      }),
    );
  });
});
