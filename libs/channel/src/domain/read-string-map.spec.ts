import { AppError } from '@app/kernel';
import { readExtraHeaders } from './read-extra-headers';
import { readStatusMapping } from './read-status-mapping';
import { readStringMap } from './read-string-map';

function refusal(act: () => unknown): [number, string, string | undefined] | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    const { status, code, param } = error as AppError;
    return [status, code, param];
  }
}
const invalid = (field: string) => [422, 'channel.field_invalid', field];

describe('readStringMap', () => {
  it('reads an object or its text', () => {
    expect(readStringMap('config', '{"a":"b"}')).toEqual({ a: 'b' });
    expect(readStringMap('config', { a: 'b' })).toEqual({ a: 'b' });
  });

  it.each(['', '  ', '{}', 'null', null, undefined, {}])('takes %p for no entries', (value) => {
    expect(readStringMap('config', value)).toEqual({});
  });

  it.each(['{', '[]', '["a"]', '"a"', '1', 1, [], { a: 1 }, '{"a":null}', '{"a":{"b":"c"}}'])(
    'refuses %p and names the field',
    (value) => {
      expect(refusal(() => readStringMap('model_mapping', value))).toEqual(invalid('model_mapping'));
    },
  );
});

describe('readExtraHeaders', () => {
  it('gives names in lower case', () => {
    expect(readExtraHeaders('headers', '{"X-Team":"a b"}')).toEqual({ 'x-team': 'a b' });
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'CONNECTION', ' host ', 'upgrade', 'keep-alive', 'expect'])(
    'refuses %p, which belongs to the connection',
    (name) => {
      expect(refusal(() => readExtraHeaders('headers', { [name]: 'x' }))).toEqual(invalid('headers'));
    },
  );

  it.each([
    ['a b', 'x'],
    ['', 'x'],
    ['x:y', 'x'],
    ['x-team', 'a\r\nhost: b'],
    ['x-team', '值'],
  ])('refuses what no header can carry: %p: %p', (name, value) => {
    expect(refusal(() => readExtraHeaders('headers', { [name]: value }))).toEqual(invalid('headers'));
  });
});

describe('readStatusMapping', () => {
  it('reads codes as numbers', () => {
    expect(readStatusMapping('status_code_mapping', '{"404":"503"}')).toEqual(new Map([[404, 503]]));
  });

  it.each(['{"404":"x"}', '{"4":"500"}', '{"404":"600"}', '{"404":503}'])('refuses %p', (text) => {
    expect(refusal(() => readStatusMapping('status_code_mapping', text))).toEqual(invalid('status_code_mapping'));
  });
});
