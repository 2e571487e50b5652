import { AppError } from '@app/kernel';
import { decodeRequest } from './decode-request';
import type { Fields } from './openai-chat.wire';

const hi = { role: 'user', content: 'hi' };
const read = (fields: Fields) => decodeRequest({ model: 'm', messages: [hi], ...fields }, {});
const call = (id: string, name = 'run') => ({ id, type: 'function', function: { name, arguments: '{}' } });

describe('reading a request', () => {
  it.each<[string, Fields, string]>([
    ['no messages', { messages: [] }, 'messages'],
    ['a role', { messages: [hi, { role: 'robot', content: '' }] }, 'messages[1].role'],
    ['a part', { messages: [{ role: 'user', content: [{ type: 'hologram' }] }] }, 'messages[0].content[0].type'],
    [
      'a picture as instructions',
      { messages: [{ role: 'system', content: [{ type: 'image_url', image_url: 'x' }] }] },
      'messages[0].content[0].type',
    ],
    ['text', { messages: [{ role: 'user', content: [{ type: 'text', text: 3 }] }] }, 'messages[0].content[0].text'],
    [
      'a URL',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      'messages[0].content[0].image_url.url',
    ],
    [
      'a file of nothing',
      { messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] },
      'messages[0].content[0].file',
    ],
    [
      'a call without id',
      { messages: [{ role: 'assistant', tool_calls: [{ type: 'function' }] }] },
      'messages[0].tool_calls[0].id',
    ],
    ['a result of no call', { messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].tool_call_id'],
    ['a tool', { tools: [{ type: 'function' }] }, 'tools[0].function'],
    ['a choice', { tool_choice: 'perhaps' }, 'tool_choice'],
    ['a limit', { max_tokens: 1.5 }, 'max_tokens'],
    ['a stop', { stop: ['a', 1] }, 'stop[1]'],
    ['a model', { model: '' }, 'model'],
  ])('case 68: %s that is none is the caller’s fault, by its path', (_name, fields, param) => {
    const act = () => read(fields);
    expect(act).toThrow(AppError);
    expect(act).toThrow(expect.objectContaining({ status: 400, param }) as Error);
  });

  it('case 6, 7, 8: calls without text, and results that follow each other in one turn', () => {
    const { messages } = read({
      messages: [
        { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] },
        { role: 'tool', tool_call_id: 'a', content: 'one' },
        { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'two' }] },
        hi,
      ],
    });
    expect(messages.map(({ role, parts }) => [role, parts.map((part) => part.type)])).toEqual([
      ['assistant', ['tool-call', 'tool-call']],
      ['user', ['tool-result', 'tool-result']],
      ['user', ['text']],
    ]);
    expect(messages[1]!.parts).toMatchObject([{ callId: 'a' }, { callId: 'b', content: [{ text: 'two' }] }]);
  });

  it('case 15: custom tools in the Responses’ form, and their results as theirs', () => {
    const grammar = { syntax: 'lark', definition: 'x' };
    const request = read({
      tools: [{ type: 'custom', custom: { name: 'patch', format: { type: 'grammar', grammar } } }],
      messages: [
        { role: 'assistant', tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'patch', input: 'raw' } }] },
        { role: 'tool', tool_call_id: 'a', content: 'ok' },
      ],
    });
    expect(request.tools[0]).toMatchObject({ type: 'custom', format: { type: 'grammar', ...grammar } });
    expect(request.messages[0]!.parts[0]).toMatchObject({ kind: 'custom', input: 'raw' });
    expect(request.messages[1]!.parts[0]).toMatchObject({ kind: 'custom' });
  });

  it('functions of old are tools, and their calls and results find each other', () => {
    const request = read({
      functions: [{ name: 'old' }],
      function_call: { name: 'old' },
      messages: [
        { role: 'assistant', content: null, function_call: { name: 'old', arguments: '{}' } },
        { role: 'function', name: 'old', content: 'done' },
      ],
    });
    expect(request.tools).toMatchObject([{ type: 'function', name: 'old' }]);
    expect(request.toolChoice).toEqual({ type: 'tool', name: 'old', kind: 'function' });
    expect(request.messages[0]!.parts[0]).toMatchObject({ id: 'call_0' });
    expect(request.messages[1]!.parts[0]).toMatchObject({ callId: 'call_0', name: 'old' });
  });

  it('case 31, 34, 36, 37: thinking and proofs of all forms', () => {
    const { messages } = read({
      messages: [
        { role: 'assistant', content: 'x', reasoning_content: 'plain' },
        {
          role: 'assistant',
          content: 'x',
          reasoning: 'proved',
          reasoning_details: [
            { type: 'reasoning.text', text: 'proved', signature: 'sig' },
            { type: 'reasoning.encrypted', data: 'hidden' },
          ],
          tool_calls: [{ ...call('a'), extra_content: { google: { thought_signature: 'gem' } } }],
        },
      ],
    });
    expect(messages[0]!.parts[0]).toMatchObject({ type: 'thinking', text: 'plain' });
    expect(messages[1]!.parts).toMatchObject([
      { type: 'thinking', text: 'proved', signature: { dialect: 'openai-chat', value: 'sig' } },
      { type: 'redacted-thinking', signature: { dialect: 'openai-chat', value: 'hidden' } },
      { type: 'text' },
      { type: 'tool-call', signature: { dialect: 'gemini-generate', value: 'gem' } },
    ]);
  });

  it.each<[Fields, object | undefined]>([
    [{ reasoning_effort: 'none' }, { mode: 'off' }],
    [{ reasoning_effort: 'xhigh' }, { mode: 'on', effort: 'xhigh' }],
    [{ reasoning_effort: 'default' }, undefined],
    [{ reasoning: { max_tokens: 2000, exclude: true } }, { mode: 'on', budgetTokens: 2000, isShown: false }],
    [{ reasoning: { enabled: true } }, { mode: 'on' }],
    [{ thinking: { type: 'disabled' } }, { mode: 'off' }],
    [{ thinking: { type: 'enabled', budget_tokens: 9 } }, { mode: 'on', budgetTokens: 9 }],
    [
      { enable_thinking: true, thinking_budget: 9 },
      { mode: 'on', budgetTokens: 9 },
    ],
  ])('case 40: %j', (fields, reasoning) => {
    expect(read(fields).reasoning).toEqual(reasoning);
  });

  it('case 11: choices', () => {
    expect(read({}).toolChoice).toBeUndefined();
    expect(read({ tool_choice: 'any' }).toolChoice).toEqual({ type: 'required' });
    expect(read({ tool_choice: { type: 'function', function: { name: 'a' } } }).toolChoice).toMatchObject({
      name: 'a',
    });
    const tools = [{ type: 'function', function: { name: 'a' } }];
    const allowed = { type: 'allowed_tools', allowed_tools: { mode: 'required', tools } };
    expect(read({ tool_choice: allowed }).toolChoice).toEqual({ type: 'allowed', names: ['a'], isRequired: true });
  });

  it('case 42: cache marks on tools, parts, messages and results', () => {
    const mark = { cache_control: { type: 'ephemeral', ttl: '1h' } };
    const request = read({
      tools: [{ type: 'function', function: { name: 'a' }, ...mark }],
      messages: [
        { ...hi, ...mark },
        { role: 'tool', tool_call_id: 'a', content: 'x', ...mark },
      ],
    });
    const cache = { ttl: '1h' };
    expect(request.tools[0]).toMatchObject({ cache });
    expect(request.messages.map(({ parts }) => parts[0])).toMatchObject([{ cache }, { cache }]);
  });

  it('case 56, 57: bytes are told from addresses', () => {
    const { messages } = read({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
            { type: 'file', file: { file_data: 'JVBE', filename: 'a.csv' } },
            { type: 'input_audio', input_audio: { data: 'AA', format: 'mp3' } },
            { type: 'video_url', video_url: { url: 'https://a.example' } },
          ],
        },
      ],
    });
    expect(messages[0]!.parts).toMatchObject([
      { source: { kind: 'base64', mediaType: 'image/png', data: 'AA' } },
      { title: 'a.csv', source: { kind: 'base64', mediaType: 'text/csv', data: 'JVBE' } },
      { format: 'mp3', source: { kind: 'base64', mediaType: 'audio/mpeg' } },
      { source: { kind: 'url', url: 'https://a.example' } },
    ]);
  });

  it('case 52: whether usage is wanted, and the search that is a tool elsewhere', () => {
    const request = read({ stream: true, stream_options: { include_usage: true }, web_search_options: {} });
    expect(request).toMatchObject({
      isStream: true,
      wantsStreamUsage: true,
      tools: [{ type: 'hosted', name: 'web_search' }],
    });
  });
});
