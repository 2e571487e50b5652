import { decodeCall, type Endpoint } from './decode-call';

const state = (endpoint: Endpoint, fields: object) =>
  decodeCall(endpoint, Buffer.from(JSON.stringify({ model: 'm', input: 'hi', messages: [1], ...fields }))).state;

describe('what a call says about kept responses', () => {
  it.each<[string, Endpoint, object, object | undefined]>([
    ['kept, as OpenAI does it unless told otherwise', 'responses', {}, { previousId: undefined, isKept: true }],
    ['kept', 'responses', { store: true }, { previousId: undefined, isKept: true }],
    ['null is no word', 'responses', { store: null, background: null }, { previousId: undefined, isKept: true }],
    ['not kept', 'responses', { store: false }, undefined],
    [
      'not kept, but following one',
      'responses',
      { store: false, previous_response_id: 'r' },
      { previousId: 'r', isKept: false },
    ],
    ['a compaction is none', 'compact', { store: true }, undefined],
    ['a compaction follows one', 'compact', { previous_response_id: 'r' }, { previousId: 'r', isKept: false }],
    ['other kinds of calls mean something else', 'chat', { store: true, previous_response_id: 1 }, undefined],
  ])('%s', (_, endpoint, fields, expected) => {
    expect(state(endpoint, fields)).toEqual(expected);
  });

  it.each([
    ['store', { store: 'yes' }],
    ['background', { background: true }],
    ['background', { background: 'no' }],
    ['previous_response_id', { previous_response_id: 7 }],
    ['previous_response_id', { previous_response_id: '' }],
  ])('refuses %s in %j', (param, fields) => {
    expect(() => state('responses', fields)).toThrow(expect.objectContaining({ status: 400, param }));
  });

  it.each([[undefined], [null], [[]], ['']])('asks for no input (%j) but with what went before', (input) => {
    expect(state('responses', { input, previous_response_id: 'r' })).toEqual({ previousId: 'r', isKept: true });
    expect(() => state('responses', { input })).toThrow(expect.objectContaining({ status: 400, param: 'input' }));
  });
});
