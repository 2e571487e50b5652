import { call, encode, result, says, text } from './__fixtures__/foreign-request';

describe('messages of another dialect', () => {
  it('case 6, 7, 8: calls of one turn stay together, their results are one user’s turn in their order', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', text(''), call('a'), call('b', '{"x":0}')),
        says('user', result('a', '1')),
        says('user', result('b', '2')),
        says('user', text('and?')),
      ],
    });
    expect(messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'a', input: {} },
          { type: 'tool_use', id: 'b', input: { x: 0 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'text', text: 'and?' },
        ],
      },
    ]);
  });

  it('case 8: results come first in their turn', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a')),
        says('user', text('note')),
        says('user', result('a', '1')),
      ],
    });
    expect(messages[2]!.content).toMatchObject([{ type: 'tool_result' }, { type: 'text', text: 'note' }]);
  });

  it('case 9: text after a call stays after it', () => {
    const { messages } = encode({ messages: [says('user', text('go')), says('assistant', call('a'), text('wait'))] });
    expect(messages[1]!.content).toMatchObject([{ type: 'tool_use' }, { type: 'text', text: 'wait' }]);
  });

  it('case 5: no input is the empty object, broken input is passed as text', () => {
    const { messages, losses } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a', ''), call('b', '{"x":'), call('c', 'diff', { kind: 'custom' })),
      ],
    });
    expect(messages[1]!.content).toMatchObject([
      { input: {} },
      { input: { input: '{"x":' } },
      { input: { input: 'diff' } },
    ]);
    expect(losses).toEqual(['messages[1].content[1].input']);
  });

  it('case 10, 58: images and errors within results', () => {
    const { messages } = encode({
      messages: [
        says('user', text('go')),
        says('assistant', call('a')),
        says('user', {
          type: 'tool-result',
          callId: 'a',
          kind: 'function',
          isError: true,
          content: [{ type: 'image', source: { kind: 'url', url: 'https://a.example/a.png' } }],
        }),
      ],
    });
    expect(messages[2]!.content).toEqual([
      {
        type: 'tool_result',
        tool_use_id: 'a',
        content: [{ type: 'image', source: { type: 'url', url: 'https://a.example/a.png' } }],
        is_error: true,
      },
    ]);
  });

  it('case 12: ids that are refused here change alike in call and result', () => {
    const { messages } = encode({
      messages: [says('user', text('go')), says('assistant', call('call.1')), says('user', result('call.1', 'x'))],
    });
    const id = (messages[1]!.content[0] as { id: string }).id;
    expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(messages[2]!.content[0]).toMatchObject({ tool_use_id: id });
  });

  it('case 41: no empty text goes out, nor a turn of nothing else', () => {
    const { messages } = encode({
      messages: [says('user', text('a')), says('assistant', text('')), says('user', text(''), text('b'))],
    });
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
  });
});

describe('turns', () => {
  it('case 59: instructions first and apart, whatever their role and number', () => {
    expect(
      encode({ messages: [says('system', text('a')), says('developer', text('b')), says('user', text('u'))] }).value[
        'system'
      ],
    ).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('case 59: later instructions stay in their place: as such where the model knows them, else as the user’s', () => {
    const messages = [
      says('user', text('u')),
      says('system', text('s')),
      says('assistant', text('a')),
      says('user', text('v')),
    ];
    expect(encode({ messages }, 'claude-opus-4-8').messages.map(({ role }) => role)).toEqual([
      'user',
      'system',
      'assistant',
      'user',
    ]);
    const demoted = encode({ messages });
    expect(demoted.messages[0]).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'u' },
        { type: 'text', text: 's' },
      ],
    });
    expect(demoted.losses).toEqual(['messages[1].role']);
  });

  it('case 60: instructions alone become what the user says', () => {
    expect(encode({ messages: [says('system', text('a')), says('system', text('b'))] })).toMatchObject({
      value: { system: [{ text: 'a' }], messages: [{ role: 'user', content: [{ text: 'b' }] }] },
      losses: ['messages[1].role'],
    });
  });

  it('case 60: neighbours of one role become one turn, and no text is made up', () => {
    const { messages } = encode({
      messages: [
        says('user', text('a')),
        says('user', text('b')),
        says('assistant', text('c')),
        says('assistant', text('d ')),
      ],
    });
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'c' },
          { type: 'text', text: 'd' },
        ],
      },
    ]);
  });

  it('case 60: a greeting before the user’s first word goes to the instructions', () => {
    const { value, losses } = encode({ messages: [says('assistant', text('Welcome')), says('user', text('hi'))] });
    expect(value).toMatchObject({ system: [{ text: 'Welcome' }], messages: [{ role: 'user' }] });
    expect(losses).toEqual(['messages']);
  });
});
