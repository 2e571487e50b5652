import type { ChatRequest } from '../../model/chat-request';
import { call, result, says, signed, text } from '../__fixtures__/every-capability';
import { write } from './__fixtures__/write-request';
import type { Fields } from './bedrock-converse.wire';

describe('writing turns and tools for Converse', () => {
  it('thinking goes back with its proof to who made it, and nowhere else', () => {
    const hidden = (dialect: 'bedrock-converse' | 'anthropic-messages') =>
      ({ type: 'redacted-thinking', signature: { dialect, value: 'aGk=' } }) as const;
    const { messages, losses } = write({
      messages: [
        says('user', text('q')),
        says('assistant', signed('s', 'bedrock-converse'), hidden('bedrock-converse'), text('a')),
        says('user', text('r')),
        says(
          'assistant',
          signed('s', 'anthropic-messages'),
          hidden('anthropic-messages'),
          { type: 'thinking', text: 'x' },
          text('b'),
        ),
      ],
    });
    expect(messages[1]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { redactedContent: 'aGk=' } },
      { text: 'a' },
    ]);
    expect(messages[3]?.content).toEqual([{ text: 'b' }]);
    expect(losses).toEqual(['messages[3].content[0]', 'messages[3].content[1]', 'messages[3].content[2]']);
  });

  it.each([
    [{ type: 'auto' }, { auto: {} }],
    [{ type: 'required' }, { any: {} }],
    [{ type: 'tool', name: 'b c', kind: 'function' }, { tool: { name: 'b_c' } }],
    [{ type: 'allowed', names: ['b c'], isRequired: true }, { any: {} }],
    [undefined, undefined],
  ] as const)('the choice %j is %j', (toolChoice, wire) => {
    const tools: ChatRequest['tools'] = [
      { type: 'function', name: 'a' },
      { type: 'function', name: 'b c', parameters: { properties: {} } },
    ];
    const { value, losses } = write({
      tools,
      ...(toolChoice !== undefined && { toolChoice: toolChoice as ChatRequest['toolChoice'] & object }),
    });
    const config = value['toolConfig'] as { tools: Fields[]; toolChoice?: Fields };
    expect(config.toolChoice).toEqual(wire);
    expect(config.tools.at(-1)).toEqual({
      toolSpec: { name: 'b_c', inputSchema: { json: { type: 'object', properties: {} } } },
    });
    expect(config.tools).toHaveLength(toolChoice?.type === 'allowed' ? 1 : 2);
    expect(losses).toEqual([]);
  });

  it('no call is wanted: no tool is offered, unless the history has calls', () => {
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'look up' }];
    const history = [says('user', text('q')), says('assistant', call('a')), says('user', result('a', 'r'))];
    expect(write({ tools, toolChoice: { type: 'none' } }).value).not.toHaveProperty('toolConfig');
    const after = write({ tools, toolChoice: { type: 'none' }, messages: history });
    expect(after.value['toolConfig']).toMatchObject({ tools: [{ toolSpec: { name: 'look_up' } }] });
    expect(after.losses).toEqual(['tool_choice']);
    const without = write({ messages: history });
    expect(without.value['toolConfig']).toMatchObject({ tools: [{ toolSpec: { name: 'look_up' } }] });
    expect(without.losses).toEqual(['tools']);
  });

  it('turns alternate, the user’s first; results go before words, late instructions become the user’s', () => {
    const { value, messages, losses } = write({
      messages: [
        says('assistant', text('hello')),
        says('user', text('q')),
        says('assistant', call('a'), call('b')),
        says('user', text('by the way'), result('a', '1')),
        says('user', result('b', '2')),
        says('developer', text('be brief')),
        says('assistant', text('so: ')),
      ],
    });
    expect(value['system']).toEqual([{ text: 'hello' }]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(messages[2]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'toolResult',
      'toolResult',
      'text',
      'text',
    ]);
    expect(messages[3]?.content).toEqual([{ text: 'so:' }]);
    expect(losses).toEqual(['messages[5].role', 'messages', 'tools']);
  });

  it('documents have names of their own, and a word beside them; nothing blank is sent', () => {
    const pdf = (title?: string) =>
      ({
        type: 'document',
        source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
        ...(title !== undefined && { title }),
      }) as const;
    const { messages } = write({ messages: [says('user', pdf('a/b'), pdf('a.b'), pdf(), text('  '))] });
    expect(messages[0]?.content).toMatchObject([
      { document: { name: 'a-b' } },
      { document: { name: 'a-b (2)' } },
      { document: { name: 'Document' } },
      { text: 'a-b' },
    ]);
  });

  it('files by the address of a bucket go along, others are named as lost', () => {
    const { messages, losses } = write({
      messages: [
        says(
          'user',
          { type: 'image', source: { kind: 'url', url: 's3://bucket/a.png', mediaType: 'image/png' } },
          { type: 'video', source: { kind: 'base64', mediaType: 'video/3gpp', data: 'AA' } },
          { type: 'image', source: { kind: 'url', url: 'https://a.example/x.png' } },
          { type: 'image', source: { kind: 'file', id: 'file-1' } },
          { type: 'document', source: { kind: 'base64', mediaType: 'application/zip', data: 'UEs=' } },
        ),
      ],
    });
    expect(messages[0]?.content).toEqual([
      { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } },
      { video: { format: 'three_gp', source: { bytes: 'AA' } } },
    ]);
    expect(losses).toEqual(['messages[0].content[2]', 'messages[0].content[3]', 'messages[0].content[4]']);
  });

  it('a failure that says nothing says that it failed; long ids are cut without becoming the same', () => {
    const ids = ['x'.repeat(70), `${'x'.repeat(69)}y`];
    const { messages } = write({
      messages: [
        says('user', text('q')),
        says('assistant', ...ids.map((id) => call(id))),
        says('user', ...ids.map((id) => result(id, '', { content: [], isError: true }))),
      ],
    });
    const used = messages[1]!.content.map((block) => (block['toolUse'] as Fields)['toolUseId'] as string);
    expect(new Set(used).size).toBe(2);
    expect(used.every((id) => id.length <= 64)).toBe(true);
    expect(messages[2]?.content).toEqual(
      used.map((toolUseId) => ({ toolResult: { toolUseId, content: [{ text: 'error' }], status: 'error' } })),
    );
  });

  it('instructions alone are what the user says; JSON without a schema and blank stops are lost', () => {
    const { value, losses } = write({
      messages: [says('system', text('a')), says('system', text('b'))],
      responseFormat: { type: 'json' },
      stop: [' ', 'x'],
    });
    expect(value).toMatchObject({ system: [{ text: 'a' }], messages: [{ role: 'user', content: [{ text: 'b' }] }] });
    expect(value['inferenceConfig']).toEqual({ stopSequences: ['x'] });
    expect(losses).toEqual(['messages[1].role', 'stop', 'response_format']);
  });
});
