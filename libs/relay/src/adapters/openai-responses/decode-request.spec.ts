import { AppError } from '@app/kernel';
import type { Part } from '../../model/content';
import { packSignature } from '../../model/carry-signature';
import { decodeRequest } from './decode-request';
import { readJson } from './__fixtures__/fixtures';

const decode = (body: object) => decodeRequest({ model: 'm', input: 'hi', ...body }, {});
const messagesOf = (...input: object[]) => decode({ input }).messages;
const types = (parts: readonly Part[]) => parts.map(({ type }) => type);

function faultOf(body: object): string | undefined {
  try {
    decode(body);
  } catch (error) {
    if (error instanceof AppError && error.status === 400) return error.param;
    throw error;
  }
  return 'none';
}

describe('reading a request', () => {
  it('case 7, 8: what the assistant says in a row is one message, and so are results in a row', () => {
    const { messages } = decodeRequest(readJson('agent-request.json'), {});
    expect(messages.map(({ role, parts }) => [role, ...types(parts)])).toEqual([
      ['system', 'text'],
      ['developer', 'text'],
      ['user', 'text', 'image', 'document', 'audio'],
      ['assistant', 'thinking', 'text', 'tool-call', 'tool-call', 'tool-call'],
      ['user', 'tool-result', 'tool-result', 'tool-result'],
      ['assistant', 'opaque'],
      ['developer', 'opaque'],
      ['assistant', 'opaque', 'text', 'opaque'],
      ['user', 'text'],
    ]);
  });

  it('case 15: namespaces are a property of tools and calls; tools of the history are tools', () => {
    const { tools, messages } = decodeRequest(readJson('agent-request.json'), {});
    expect(tools).toMatchObject([
      { type: 'function', name: 'shell', isStrict: false },
      { type: 'custom', name: 'apply_patch', format: { type: 'grammar', syntax: 'lark' } },
      { type: 'function', namespace: 'mcp__db', name: 'query' },
      { type: 'custom', namespace: 'mcp__db', name: 'raw' },
      { type: 'hosted', name: 'web_search' },
      { type: 'hosted', name: 'tool_search' },
      { type: 'function', name: 'later' },
    ]);
    expect(messages[3]!.parts.slice(2)).toMatchObject([
      { id: 'call_1', kind: 'function', name: 'shell' },
      { id: 'call_2', namespace: 'mcp__db', name: 'query' },
      { id: 'call_3', kind: 'custom', input: '*** Begin' },
    ]);
  });

  it('case 10, 58: a result may be parts, with an image', () => {
    const { messages } = decodeRequest(readJson('agent-request.json'), {});
    expect(messages[4]!.parts[1]).toMatchObject({
      callId: 'call_2',
      content: [{ text: 'shot' }, { type: 'image', source: { kind: 'url', url: 'https://a.example/i.png' } }],
    });
  });

  it('case 39: the proof of thinking has the id of its item; null is none', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'a' }] };
    expect(messagesOf({ ...item, encrypted_content: 'enc' })[0]!.parts[0]).toMatchObject({
      text: 'a',
      isSummary: true,
      signature: { dialect: 'openai-responses', value: 'enc', id: 'rs_1' },
    });
    expect(messagesOf({ ...item, encrypted_content: null })[0]!.parts[0]).not.toHaveProperty('signature');
  });

  it('case 31, 32, 37: foreign proofs return to thinking, hidden thinking and calls', () => {
    const packed = (dialect: 'gemini-generate' | 'anthropic-messages', value: string, id?: string) =>
      packSignature({ dialect, value, ...(id !== undefined && { id }) }, 'openai-responses');
    const item = (encrypted_content: string) => ({ type: 'reasoning', id: 'rs', summary: [], encrypted_content });
    const [message] = messagesOf(
      item(packed('anthropic-messages', 'a')),
      item(packed('anthropic-messages', 'b', 'hidden')),
      item(packed('gemini-generate', 'c', 'on-call:call_1')),
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
    );
    expect(message!.parts).toMatchObject([
      { type: 'thinking', signature: { dialect: 'anthropic-messages', value: 'a' } },
      { type: 'redacted-thinking', signature: { value: 'b' } },
      { type: 'tool-call', signature: { dialect: 'gemini-generate', value: 'c' } },
    ]);
  });

  it('case 42, 56: marks of the cache and bytes within URLs are understood', () => {
    const { messages } = decodeRequest(readJson('agent-request.json'), {});
    expect(messages[2]!.parts).toMatchObject([
      { cache: {} },
      { detail: 'high', source: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } },
      { title: 'a.pdf', source: { kind: 'base64', mediaType: 'application/pdf' } },
      { format: 'wav', source: { mediaType: 'audio/wav' } },
    ]);
  });

  it.each([
    ['auto', { type: 'auto' }],
    ['required', { type: 'required' }],
    [
      { type: 'function', name: 'f' },
      { type: 'tool', name: 'f', kind: 'function' },
    ],
    [
      { type: 'custom', name: 'f' },
      { type: 'tool', name: 'f', kind: 'custom' },
    ],
    [
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'f' }] },
      { type: 'allowed', names: ['f'], isRequired: true },
    ],
  ])('case 11: the choice %j', (tool_choice, toolChoice) => {
    expect(decode({ tool_choice })).toMatchObject({ toolChoice });
  });

  it('case 11, 16: a choice of hosted tools is kept for OpenAI', () => {
    const choice = { type: 'mcp', server_label: 's' };
    expect(decode({ tool_choice: choice })).toMatchObject({ extra: { tool_choice: choice } });
    expect(decode({}).toolChoice).toBeUndefined();
  });

  it('case 40, 63: how much to think, and the shape of the answer', () => {
    expect(decodeRequest(readJson('agent-request.json'), {})).toMatchObject({
      reasoning: { mode: 'on', effort: 'high', summary: 'auto', isShown: true, rest: { fields: { context: 'auto' } } },
      verbosity: 'low',
      responseFormat: { type: 'json-schema', name: 'out', isStrict: true },
    });
    expect(decode({ reasoning: { effort: 'none' } }).reasoning).toMatchObject({ mode: 'off' });
    expect(decode({ reasoning: { summary: 'auto' } }).reasoning).not.toHaveProperty('mode');
  });

  it('case 74: what OpenAI keeps may stand for the input; what asks for nothing is no wish', () => {
    const request = decode({
      ...{ input: undefined, previous_response_id: 'resp_1', truncation: 'disabled', background: false },
      max_tool_calls: 2,
    });
    expect(request).toMatchObject({ previousResponseId: 'resp_1', messages: [], extra: { max_tool_calls: 2 } });
    expect(request.extra).not.toHaveProperty('background');
    expect(request.extra).not.toHaveProperty('truncation');
  });

  it.each([
    [{ model: '' }, 'model'],
    [{ input: undefined }, 'input'],
    [{ input: [{ role: 'user', content: 'a' }, { type: 'next_year' }] }, 'input[1].type'],
    [{ input: [{ role: 'user', content: [{ type: 'next_year' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'tool', content: 'a' }] }, 'input[0].role'],
    [{ input: [{ type: 'function_call', name: 'f', arguments: '' }] }, 'input[0].call_id'],
    [{ input: [{ type: 'function_call_output', call_id: 'c' }] }, 'input[0].output'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].name'],
    [{ tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'mcp' }] }] }, 'tools[0].tools[0].type'],
    [{ max_output_tokens: -1 }, 'max_output_tokens'],
    [{ text: { format: { type: 'json_schema' } } }, 'text.format.schema'],
    [{ instructions: [] }, 'instructions'],
  ])('case 19, 68: %j is a fault of %s', (body, param) => {
    expect(faultOf(body)).toBe(param);
  });
});
