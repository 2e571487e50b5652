import fc from 'fast-check';
import { setField } from './edit-object';

const set = (json: string, name: string, value: unknown) => setField(Buffer.from(json), name, value).toString();

describe('editing one field of an object', () => {
  it.each([
    ['{"a": 1.0, "b":2}', 'a', 3, '{"a": 3, "b":2}'],
    ['{"a": 1.0, "b":2}', 'a', undefined, '{ "b":2}'],
    ['{"a": 1.0 , "b" : [2] }', 'b', undefined, '{"a": 1.0  }'],
    ['{"a":"x,\\"}","b":{}}', 'b', undefined, '{"a":"x,\\"}"}'],
    ['{"a":1}', 'a', undefined, '{}'],
    ['{ }', 'a', [1], '{ "a":[1]}'],
    ['{"b":2 }', 'a', '猫', '{"b":2 ,"a":"猫"}'],
    ['{"b":2}', 'a', undefined, '{"b":2}'],
  ])('%s with %s = %j is %s', (json, name, value, result) => {
    expect(set(json, name, value)).toBe(result);
  });

  it('changes that field and nothing else', () => {
    const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue());
    fc.assert(
      fc.property(
        fields,
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.option(fc.jsonValue(), { nil: undefined }),
        fc.nat(2),
        (object, name, value, indent) => {
          const expected = { ...object, [name]: value };
          if (value === undefined) delete expected[name];
          const edited = JSON.parse(set(JSON.stringify(object, null, indent), name, value)) as object;
          expect(JSON.stringify(edited, Object.keys(expected).sort())).toBe(
            JSON.stringify(JSON.parse(JSON.stringify(expected)), Object.keys(expected).sort()),
          );
          expect(edited).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
    );
  });
});
