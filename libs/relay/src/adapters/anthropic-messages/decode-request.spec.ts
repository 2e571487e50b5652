import { AppError } from '@app/kernel';
import { packSignature } from '../../model/carry-signature';
import { decodeRequest } from './decode-request';
import { readJson } from './__fixtures__/fixtures';

const user = { role: 'user', content: 'hi' };
const withContent = (...content: unknown[]) => ({ model: 'm', messages: [{ role: 'user', content }] });
const withAnswer = (...content: unknown[]) => ({ model: 'm', messages: [user, { role: 'assistant', content }] });

function faultOf(body: unknown): unknown {
  try {
    decodeRequest(body, {});
  } catch (error) {
    return error instanceof AppError ? [error.status, error.param] : error;
  }
  return undefined;
}

describe('reading a request', () => {
  it.each([
    [null, 'body'],
    [[], 'body'],
    [{ messages: [user] }, 'model'],
    [{ model: 'm' }, 'messages'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: ['hi'] }, 'messages[0]'],
    [{ model: 'm', messages: [{ role: 'tool', content: '' }] }, 'messages[0].role'],
    [{ model: 'm', messages: [user, { role: 'assistant', content: 3 }] }, 'messages[1].content'],
    [withContent('text'), 'messages[0].content[0]'],
    [withContent({ text: 'a' }), 'messages[0].content[0].type'],
    [withContent({ type: 'text' }), 'messages[0].content[0].text'],
    [withContent({ type: 'text', text: 'a', cache_control: 'yes' }), 'messages[0].content[0].cache_control'],
    [withContent({ type: 'text', text: 'a', citations: [1] }), 'messages[0].content[0].citations[0]'],
    [withContent({ type: 'image' }), 'messages[0].content[0].source'],
    [withContent({ type: 'image', source: {} }), 'messages[0].content[0].source.type'],
    [withContent({ type: 'image', source: { type: 'url' } }), 'messages[0].content[0].source.url'],
    [withContent({ type: 'tool_result' }), 'messages[0].content[0].tool_use_id'],
    [
      withContent({ type: 'tool_result', tool_use_id: 'a', content: [{ type: 3 }] }),
      'messages[0].content[0].content[0].type',
    ],
    [withContent({ type: 'tool_use', id: 'a', name: 'b', input: {} }), 'messages[0].content[0].type'],
    [withAnswer({ type: 'tool_use', name: 'b', input: {} }), 'messages[1].content[0].id'],
    [withAnswer({ type: 'tool_use', id: 'a', name: 'b', input: '{}' }), 'messages[1].content[0].input'],
    [withAnswer({ type: 'thinking' }), 'messages[1].content[0].thinking'],
    [{ model: 'm', messages: [user], system: 3 }, 'system'],
    [{ model: 'm', messages: [user], system: [{ type: 'image' }] }, 'system[0].type'],
    [{ model: 'm', messages: [user], max_tokens: '4' }, 'max_tokens'],
    [{ model: 'm', messages: [user], temperature: '1' }, 'temperature'],
    [{ model: 'm', messages: [user], stream: 'yes' }, 'stream'],
    [{ model: 'm', messages: [user], stop_sequences: ['a', 1] }, 'stop_sequences[1]'],
    [{ model: 'm', messages: [user], tools: {} }, 'tools'],
    [{ model: 'm', messages: [user], tools: [{ name: 'a' }] }, 'tools[0].input_schema'],
    [{ model: 'm', messages: [user], tools: [{ input_schema: {} }] }, 'tools[0].name'],
    [{ model: 'm', messages: [user], tool_choice: { type: 'tool' } }, 'tool_choice.name'],
    [{ model: 'm', messages: [user], tool_choice: 'auto' }, 'tool_choice'],
    [{ model: 'm', messages: [user], thinking: { type: 'enabled' } }, 'thinking.budget_tokens'],
    [{ model: 'm', messages: [user], thinking: {} }, 'thinking.type'],
    [{ model: 'm', messages: [user], output_config: 'max' }, 'output_config'],
    [{ model: 'm', messages: [user], metadata: { user_id: 3 } }, 'metadata.user_id'],
  ])('case 68: the fault of %j is at %s', (body, param) => {
    expect(faultOf(body)).toEqual([400, param]);
  });

  it('case 8: a result in an assistant’s turn is refused', () => {
    expect(faultOf(withAnswer({ type: 'tool_result', tool_use_id: 'a' }))).toEqual([
      400,
      'messages[1].content[0].type',
    ]);
  });

  it('case 19: a block of another protocol is refused with its path', () => {
    expect(faultOf(withContent({ type: 'input_text', text: 'a' }))).toEqual([400, 'messages[0].content[0].type']);
  });

  it('case 7, 10: calls keep their order, results their parts and flags', () => {
    const { messages } = decodeRequest(readJson('agent-request.json'), {});
    expect(messages[2]!.parts.map(({ type }) => type)).toEqual([
      'thinking',
      'redacted-thinking',
      'text',
      'tool-call',
      'tool-call',
    ]);
    expect(messages[3]!.parts).toMatchObject([
      {
        type: 'tool-result',
        callId: 'toolu_01',
        isError: false,
        content: [{ type: 'text' }, { type: 'image' }, { type: 'opaque' }],
      },
      { type: 'tool-result', callId: 'toolu_02', isError: true, cache: {} },
      { type: 'text', text: 'Go on.' },
    ]);
  });

  it.each([
    [{ type: 'auto' }, { type: 'auto' }, undefined],
    [{ type: 'any', disable_parallel_tool_use: true }, { type: 'required' }, false],
    [{ type: 'none' }, { type: 'none' }, undefined],
    [
      { type: 'tool', name: 'a', disable_parallel_tool_use: false },
      { type: 'tool', name: 'a', kind: 'function' },
      true,
    ],
    [undefined, undefined, undefined],
  ])('case 11: the choice %j', (wire, toolChoice, parallelToolCalls) => {
    const request = decodeRequest({ model: 'm', messages: [user], tool_choice: wire }, {});
    expect([request.toolChoice, request.parallelToolCalls]).toEqual([toolChoice, parallelToolCalls]);
  });

  it.each([
    [{ thinking: { type: 'disabled' } }, { mode: 'off' }],
    [{ thinking: { type: 'adaptive', display: 'omitted' } }, { mode: 'adaptive', isShown: false }],
    [
      { thinking: { type: 'enabled', budget_tokens: 2000 }, output_config: { effort: 'max' } },
      { mode: 'on', budgetTokens: 2000, effort: 'max' },
    ],
    [{ output_config: { effort: 'low' } }, { effort: 'low' }],
  ])('case 40: thinking of %j', (fields, reasoning) => {
    expect(decodeRequest({ model: 'm', messages: [user], ...fields }, {}).reasoning).toEqual(reasoning);
  });

  it('case 31, 37, 38: signatures of other families come back as themselves, those of calls to their calls', () => {
    const openai = { dialect: 'openai-responses', value: 'enc', id: 'rs_1' } as const;
    const gemini = { dialect: 'gemini-generate', value: 'sig' } as const;
    const pack = (signature: typeof openai | typeof gemini) => packSignature(signature, 'anthropic-messages');
    const { messages } = decodeRequest(
      withAnswer(
        { type: 'thinking', thinking: 'a', signature: pack(openai) },
        { type: 'thinking', thinking: 'b', signature: 'native' },
        { type: 'thinking', thinking: 'c', signature: '' },
        { type: 'redacted_thinking', data: pack(openai) },
        { type: 'redacted_thinking', data: pack(gemini) },
        { type: 'tool_use', id: 'a', name: 'b', input: {} },
      ),
      {},
    );
    expect(messages[1]!.parts).toEqual([
      { type: 'thinking', text: 'a', signature: openai },
      { type: 'thinking', text: 'b', signature: { dialect: 'anthropic-messages', value: 'native' } },
      { type: 'thinking', text: 'c' },
      { type: 'redacted-thinking', signature: openai },
      { type: 'tool-call', id: 'a', name: 'b', kind: 'function', input: '{}', signature: gemini },
    ]);
  });

  it('case 62, 63: stop sequences, user, tier and the schema of the answer have words of their own', () => {
    const schema = { type: 'object' };
    const request = decodeRequest(
      {
        model: 'm',
        messages: [user],
        stop_sequences: [],
        metadata: { user_id: 'u' },
        service_tier: 'auto',
        output_format: { type: 'json_schema', schema },
      },
      {},
    );
    expect(request).toMatchObject({
      stop: [],
      endUser: 'u',
      serviceTier: 'auto',
      responseFormat: { type: 'json-schema', schema },
    });
    expect(request.metadata).toBeUndefined();
    expect(request.extra).toEqual({});
  });

  it('takes the model and the wish to stream from the route where the body has neither', () => {
    expect(decodeRequest({ messages: [user] }, { model: 'a/b@1', isStream: true })).toMatchObject({
      model: 'a/b@1',
      isStream: true,
    });
  });
});
