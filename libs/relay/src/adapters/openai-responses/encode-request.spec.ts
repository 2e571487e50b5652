import type { Part } from '../../model/content';
import type { Signature } from '../../model/dialect';
import { unpackSignature } from '../../model/carry-signature';
import { encode, says, text } from './__fixtures__/fixtures';

const call = (id: string, more: object = {}): Part => ({
  type: 'tool-call',
  id,
  name: 'f',
  kind: 'function',
  input: '{}',
  ...more,
});
const result = (callId: string, content: unknown, more: object = {}): Part =>
  ({ type: 'tool-result', callId, kind: 'function', content, ...more }) as Part;
const thinking = (signature?: Signature): Part => ({ type: 'thinking', text: 't', ...(signature && { signature }) });

describe('writing a request of another dialect', () => {
  it('case 59: leading instructions have a field, later ones keep their place', () => {
    const { value, input } = encode({
      messages: [
        says('system', text('a'), text('b')),
        says('developer', text('c')),
        says('user', text('u')),
        says('system', text('late')),
      ],
    });
    expect(value['instructions']).toBe('a\n\nb\n\nc');
    expect(input).toEqual([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'u' }] },
      { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'late' }] },
    ]);
  });

  it('case 59: instructions alone are the input', () => {
    const { value, input } = encode({ messages: [says('system', text('a'))] });
    expect(value).not.toHaveProperty('instructions');
    expect(input).toMatchObject([{ role: 'system' }]);
  });

  it('case 7, 8, 9: calls, text after them and results keep their order', () => {
    const { input } = encode({
      messages: [
        says('assistant', text('x'), call('c1'), call('c2'), text('y')),
        says('user', result('c1', [text('1')]), result('c2', [text('2')]), text('go on')),
      ],
    });
    expect(input.map(({ type, role }) => role ?? type)).toEqual([
      ...['assistant', 'function_call', 'function_call', 'assistant'],
      ...['function_call_output', 'function_call_output', 'user'],
    ]);
    expect(input[4]).toEqual({ type: 'function_call_output', call_id: 'c1', output: '1' });
  });

  it('case 10, 58: a result with an image is parts; that it is an error has no place', () => {
    const image = { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } };
    const { input, losses } = encode({ messages: [says('user', result('c1', [text('a'), image], { isError: true }))] });
    expect(input[0]).toMatchObject({
      output: [
        { type: 'input_text', text: 'a' },
        { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'auto' },
      ],
    });
    expect(losses).toEqual(['messages[0].content[0].is_error']);
  });

  it('case 12: names and ids that OpenAI refuses are made safe, the same each time', () => {
    const id = `toolu.${'x'.repeat(80)}`;
    const name = 'mcp.server/tool';
    const { value, input, toolNames } = encode({
      tools: [{ type: 'function', name }],
      toolChoice: { type: 'tool', name, kind: 'function' },
      messages: [says('assistant', call(id, { name })), says('user', result(id, [text('1')]))],
    });
    expect(value['tools']).toMatchObject([{ name: 'mcp_server_tool' }]);
    expect(value['tool_choice']).toEqual({ type: 'function', name: 'mcp_server_tool' });
    expect(input[0]).toMatchObject({ name: 'mcp_server_tool' });
    expect(input[0]!['call_id']).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(input[1]!['call_id']).toBe(input[0]!['call_id']);
    expect(toolNames.fromWire('mcp_server_tool')).toMatchObject({ name });
  });

  it('case 14, 18: a schema goes as it is; silence about strictness is no strictness', () => {
    const parameters = { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: {} } };
    const { value } = encode({
      tools: [
        { type: 'function', name: 'a', parameters },
        { type: 'function', name: 'b', parameters: { type: 'object' }, isStrict: true },
      ],
    });
    expect(value['tools']).toEqual([
      { type: 'function', name: 'a', parameters, strict: false },
      { type: 'function', name: 'b', parameters: { type: 'object', properties: {} }, strict: true },
    ]);
  });

  it('case 15: custom tools and their results are custom here too', () => {
    const { value, input } = encode({
      tools: [{ type: 'custom', name: 'f', format: { type: 'text' } }],
      messages: [says('assistant', call('c1', { kind: 'custom', input: 'x' })), says('user', result('c1', []))],
    });
    expect(value['tools']).toEqual([{ type: 'custom', name: 'f', format: { type: 'text' } }]);
    expect(input).toMatchObject([
      { type: 'custom_tool_call', input: 'x' },
      { type: 'custom_tool_call_output', output: '' },
    ]);
  });

  it('case 31, 38: thinking goes with a proof that the upstream takes, and not without', () => {
    const own: Signature = { dialect: 'openai-responses', value: 'enc', id: 'rs_1' };
    const foreign: Signature = { dialect: 'anthropic-messages', value: 'sig' };
    const messages = [
      says('assistant', thinking(own), thinking(foreign), thinking(), call('c1', { signature: foreign })),
    ];
    const { input, losses } = encode({ messages });
    expect(input).toEqual([
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 't' }], encrypted_content: 'enc' },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
    ]);
    expect(losses).toEqual(
      [1, 2].map((index) => `messages[0].content[${index}]`).concat('messages[0].content[3].signature'),
    );
  });

  it('case 38: a foreign proof that is accepted is wrapped', () => {
    const signature: Signature = { dialect: 'anthropic-messages', value: 'sig' };
    const { input } = encode({ messages: [says('assistant', thinking(signature))] }, { acceptsSignature: () => true });
    expect(unpackSignature(input[0]!['encrypted_content'] as string, 'openai-responses')).toEqual(signature);
    expect(input[0]!['id']).toMatch(/^rs_\w+$/);
  });

  it('case 39: callers without memory here get their proofs back', () => {
    expect(encode({}).value).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] });
    expect(encode({ store: true }).value).not.toHaveProperty('include');
    expect(encode({}, { model: 'gpt-4.1' }).value).not.toHaveProperty('include');
    expect(encode({ reasoning: { mode: 'off' } }).value).not.toHaveProperty('include');
  });

  it.each([
    ['gpt-5.1', { mode: 'off' as const }, { effort: 'none' }],
    ['gpt-5', { mode: 'off' as const }, { effort: 'minimal' }],
    ['o3', { mode: 'on' as const, effort: 'max' as const }, { effort: 'high' }],
    ['gpt-5.1', { mode: 'on' as const, budgetTokens: 2000 }, { effort: 'low' }],
    ['gpt-5.1', { mode: 'on' as const, budgetTokens: 30000, isShown: true }, { effort: 'high', summary: 'auto' }],
    ['gpt-4.1', { mode: 'on' as const, effort: 'low' as const }, undefined],
    ['strange', { mode: 'on' as const, effort: 'xhigh' as const }, { effort: 'xhigh' }],
  ])('case 40: %s and %j', (model, reasoning, wire) => {
    expect(encode({ reasoning }, { model }).value['reasoning']).toEqual(wire);
  });

  it('case 42, 43: marks of the cache go where the upstream takes them', () => {
    const messages = [says('user', { type: 'text', text: 'a', cache: {} })];
    expect(encode({ messages }).losses).toEqual(['messages[0].content[0].cache_control']);
    const { input } = encode({ messages }, { traits: { cacheMarks: 'all' } });
    expect(input[0]!['content']).toEqual([
      { type: 'input_text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } },
    ]);
  });

  it('case 61: refused sampling is left out and said; too small a limit is raised', () => {
    const { value, losses } = encode({ temperature: 0.3, topP: 1, maxTokens: 1 });
    expect(value).toMatchObject({ max_output_tokens: 16 });
    expect(value).not.toHaveProperty('temperature');
    expect(losses).toEqual(['max_tokens', 'temperature']);
    expect(encode({ temperature: 0 }, { model: 'gpt-4.1' }).value).toMatchObject({ temperature: 0 });
  });

  it('case 16, 62: what has no place is named', () => {
    const { losses, value } = encode({
      ...{ seed: 1, stop: ['a'], frequencyPenalty: 1, presencePenalty: 0, choices: 2, topK: 3, logitBias: { a: 1 } },
      tools: [{ type: 'hosted', name: 'code', opaque: { dialect: 'anthropic-messages', value: {} } }],
      logprobs: { isWanted: true, top: 2 },
      extra: { next_year: 1, nothing: null },
    });
    expect(losses).toEqual(['frequency_penalty', 'seed', 'stop', 'top_k', 'n', 'logit_bias', 'next_year', 'tools[0]']);
    expect(value).toMatchObject({ top_logprobs: 2 });
    expect(value['include']).toContain('message.output_text.logprobs');
  });

  it('case 57: documents and sound that are read go, others are named', () => {
    const { input, losses } = encode({
      messages: [
        says(
          'user',
          { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: 'aGk=' } },
          { type: 'document', source: { kind: 'text', text: 'plain' } },
          { type: 'audio', source: { kind: 'base64', mediaType: 'audio/mpeg', data: 'aGk=' } },
          { type: 'video', source: { kind: 'url', url: 'https://a.example/v' } },
        ),
      ],
    });
    expect(input[0]!['content']).toEqual([
      { type: 'input_file', filename: 'document.pdf', file_data: 'data:application/pdf;base64,aGk=' },
      { type: 'input_text', text: 'plain' },
      { type: 'input_audio', input_audio: { data: 'aGk=', format: 'mp3' } },
    ]);
    expect(losses).toEqual(['messages[0].content[3]']);
  });

  it('case 63: JSON, free or by a schema', () => {
    expect(encode({ responseFormat: { type: 'json' } }).value['text']).toEqual({ format: { type: 'json_object' } });
    const schema = { type: 'object' };
    expect(encode({ responseFormat: { type: 'json-schema', schema } }).value['text']).toEqual({
      format: { type: 'json_schema', name: 'answer', schema },
    });
  });

  it('names the end user by a text that is short enough', () => {
    expect(encode({ endUser: 'u' }).value).toMatchObject({ safety_identifier: 'u' });
    expect(encode({ endUser: 'u'.repeat(99) }).value['safety_identifier']).toHaveLength(64);
  });
});
