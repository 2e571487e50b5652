import type { ChatRequest, Message } from '../../model/chat-request';
import type { Signature } from '../../model/dialect';
import { packSignature } from '../../model/carry-signature';
import type { RequestTarget } from '../codec';
import { decodeRequest } from './decode-request';
import { encodeRequest } from './encode-request';
import { SIGNATURE_PLACEHOLDER } from './map-signature';
import { TARGET } from './__fixtures__/read-fixture';

const OLD: RequestTarget = { ...TARGET, model: 'gemini-2.5-flash' };
const OWN: Signature = { dialect: 'gemini-generate', value: 'CiQB' };

function foreign(over: Partial<ChatRequest>): ChatRequest {
  return {
    dialect: 'openai-chat',
    model: 'm',
    isStream: false,
    wantsStreamUsage: false,
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    extra: {},
    ...over,
  };
}

function call(id: string, name: string, input = '{}'): Message['parts'][number] {
  return { type: 'tool-call', id, name, kind: 'function', input };
}

function result(callId: string, text: string): Message['parts'][number] {
  return { type: 'tool-result', callId, kind: 'function', content: [{ type: 'text', text }] };
}

describe('encodeRequest of foreign requests', () => {
  it('names the model nowhere', () => {
    expect(encodeRequest(foreign({}), TARGET)).toMatchObject({
      value: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
      losses: [],
    });
  });

  it('case 5: arguments that are no JSON object are passed and told', () => {
    const messages: Message[] = [{ role: 'assistant', parts: [call('a', 'f', ''), call('b', 'g', '{"x":')] }];
    const { value, losses } = encodeRequest(foreign({ messages }), OLD);
    expect(value['contents']).toEqual([
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'a', name: 'f', args: {} } },
          { functionCall: { id: 'b', name: 'g', args: { input: '{"x":' } } },
        ],
      },
    ]);
    expect(losses.map(({ field }) => field)).toEqual(['messages[0].content[1].input']);
  });

  it('case 6, 41: an assistant turn with empty text keeps only its calls, an empty one vanishes', () => {
    const messages: Message[] = [
      { role: 'user', parts: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', parts: [{ type: 'text', text: '' }] },
      { role: 'assistant', parts: [{ type: 'text', text: '' }, call('a', 'f')] },
    ];
    expect(encodeRequest(foreign({ messages }), OLD).value['contents']).toEqual([
      { role: 'user', parts: [{ text: 'hi' }] },
      { role: 'model', parts: [{ functionCall: { id: 'a', name: 'f', args: {} } }] },
    ]);
  });

  it('case 7, 8: results of one turn of calls stand in one user turn, in order, with the names of their calls', () => {
    const messages: Message[] = [
      { role: 'assistant', parts: [call('a', 'f'), call('b', 'g')] },
      { role: 'user', parts: [result('a', '1')] },
      { role: 'user', parts: [result('b', '2')] },
      { role: 'user', parts: [{ type: 'text', text: 'go on' }] },
    ];
    const contents = encodeRequest(foreign({ messages }), OLD).value['contents'] as unknown[];
    expect(contents).toHaveLength(2);
    expect(contents[1]).toEqual({
      role: 'user',
      parts: [
        { functionResponse: { id: 'a', name: 'f', response: { output: '1' } } },
        { functionResponse: { id: 'b', name: 'g', response: { output: '2' } } },
        { text: 'go on' },
      ],
    });
  });

  it('case 9: text after a call stays after it', () => {
    const messages: Message[] = [{ role: 'assistant', parts: [call('a', 'f'), { type: 'text', text: 'so' }] }];
    const [turn] = encodeRequest(foreign({ messages }), OLD).value['contents'] as { parts: unknown[] }[];
    expect(turn?.parts[1]).toEqual({ text: 'so' });
  });

  it('case 10, 58: an image in a failed result goes into the result, or after it for older models', () => {
    const source = { kind: 'base64', mediaType: 'image/png', data: 'AA==' } as const;
    const messages: Message[] = [
      {
        role: 'user',
        parts: [
          {
            type: 'tool-result',
            callId: 'a',
            name: 'f',
            kind: 'function',
            isError: true,
            content: [
              { type: 'text', text: 'no' },
              { type: 'image', source },
            ],
          },
        ],
      },
    ];
    const inlineData = { mimeType: 'image/png', data: 'AA==' };
    const response = { id: 'a', name: 'f', response: { error: 'no' } };
    expect(encodeRequest(foreign({ messages }), TARGET).value['contents']).toEqual([
      { role: 'user', parts: [{ functionResponse: { ...response, parts: [{ inlineData }] } }] },
    ]);
    expect(encodeRequest(foreign({ messages }), OLD).value['contents']).toEqual([
      { role: 'user', parts: [{ functionResponse: response }, { inlineData }] },
    ]);
  });

  it.each([
    [{ type: 'auto' }, { mode: 'AUTO' }],
    [{ type: 'none' }, { mode: 'NONE' }],
    [{ type: 'required' }, { mode: 'ANY' }],
    [
      { type: 'tool', name: 'f', kind: 'function' },
      { mode: 'ANY', allowedFunctionNames: ['f'] },
    ],
    [
      { type: 'allowed', names: ['f', 'g'], isRequired: false },
      { mode: 'VALIDATED', allowedFunctionNames: ['f', 'g'] },
    ],
  ] as const)('case 11: tool choice %j', (toolChoice, functionCallingConfig) => {
    const value = encodeRequest(foreign({ toolChoice: toolChoice as never }), TARGET).value;
    expect(value['toolConfig']).toEqual({ functionCallingConfig });
    expect(encodeRequest(foreign({}), TARGET).value).not.toHaveProperty('toolConfig');
  });

  it('case 11: one call at a time cannot be asked for', () => {
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'f' }];
    const { losses } = encodeRequest(foreign({ parallelToolCalls: false, tools }), TARGET);
    expect(losses.map(({ field }) => field)).toEqual(['parallel_tool_calls']);
  });

  it('case 12, 15: history, results and choice name a tool as it is offered; free text is an argument', () => {
    const patch = { type: 'custom', name: 'apply patch', namespace: 'files' } as const;
    const messages: Message[] = [
      {
        role: 'assistant',
        parts: [
          { type: 'tool-call', id: 'a', name: patch.name, namespace: 'files', kind: 'custom', input: '*** Begin' },
        ],
      },
      { role: 'user', parts: [{ ...result('a', 'done'), name: patch.name } as never, result('gone', '?')] },
    ];
    const toolChoice = { type: 'tool', name: patch.name, kind: 'custom' } as const;
    const { value, losses, toolNames } = encodeRequest(foreign({ messages, tools: [patch], toolChoice }), OLD);
    const name = 'files__apply_patch';
    expect(value).toMatchObject({
      contents: [
        { parts: [{ functionCall: { id: 'a', name, args: { input: '*** Begin' } } }] },
        { parts: [{ functionResponse: { id: 'a', name } }, { functionResponse: { id: 'gone', name: 'gone' } }] },
      ],
      tools: [{ functionDeclarations: [{ name }] }],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [name] } },
    });
    expect(losses).toEqual([]);
    expect(toolNames.fromWire(name)).toEqual({ name: 'apply patch', namespace: 'files', kind: 'custom' });
  });

  it('case 66: what only another dialect understands is lost under its path', () => {
    const rest = { dialect: 'anthropic-messages', fields: { caller: {}, title: null } } as const;
    const parts: Message['parts'] = [{ type: 'text', text: 'hi', rest }];
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'f', rest }];
    const { losses } = encodeRequest(foreign({ messages: [{ role: 'user', parts, rest }], tools, rest }), TARGET);
    expect(losses.map(({ field }) => field)).toEqual([
      'messages[0].caller',
      'messages[0].content[0].caller',
      'tools[0].caller',
      'caller',
    ]);
  });

  it('case 33: thinking without a proof is left out, never merged into text', () => {
    const messages: Message[] = [
      {
        role: 'assistant',
        parts: [
          { type: 'thinking', text: 'hm', signature: { dialect: 'anthropic-messages', value: 's' } },
          { type: 'redacted-thinking', signature: { dialect: 'anthropic-messages', value: 'r' } },
          { type: 'thinking', text: 'hm' },
          { type: 'text', text: 'yes' },
        ],
      },
    ];
    const { value, losses } = encodeRequest(foreign({ messages }), TARGET);
    expect(value['contents']).toEqual([{ role: 'model', parts: [{ text: 'yes' }] }]);
    expect(losses.map(({ field }) => field)).toEqual([
      'messages[0].content[0].signature',
      'messages[0].content[1]',
      'messages[0].content[2]',
    ]);
  });

  it('case 37: own signatures come back on the call, on thinking and on text', () => {
    const messages: Message[] = [
      {
        role: 'assistant',
        parts: [
          { type: 'thinking', text: 'hm', signature: OWN },
          { type: 'text', text: 'so' },
          { type: 'thinking', text: '', signature: { ...OWN, id: 'text' } },
          { ...call('a', 'f'), signature: OWN } as never,
        ],
      },
    ];
    expect(encodeRequest(foreign({ messages }), TARGET).value['contents']).toEqual([
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true, thoughtSignature: 'CiQB' },
          { text: 'so', thoughtSignature: 'CiQB' },
          { functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: 'CiQB' },
        ],
      },
    ]);
  });

  it('case 37: a signed text or file goes back with its proof, and without that of another upstream', () => {
    const source = { kind: 'base64', mediaType: 'image/png', data: 'AA==' } as const;
    const parts: Message['parts'] = [
      { type: 'text', text: 'so', signature: OWN },
      { type: 'image', source, signature: OWN },
      { type: 'text', text: 'no', signature: { dialect: 'openai-responses', value: 'x' } },
    ];
    const { value, losses } = encodeRequest(foreign({ messages: [{ role: 'assistant', parts }] }), TARGET);
    expect(value['contents']).toEqual([
      {
        role: 'model',
        parts: [
          { text: 'so', thoughtSignature: 'CiQB' },
          { inlineData: { mimeType: 'image/png', data: 'AA==' }, thoughtSignature: 'CiQB' },
          { text: 'no' },
        ],
      },
    ]);
    expect(losses.map(({ field }) => field)).toEqual(['messages[0].content[2].signature']);
  });

  it('case 37: a signature that came as empty thinking before a call is the call’s', () => {
    const parts = [{ type: 'thinking', text: '', signature: OWN } as const, call('a', 'f')];
    expect(encodeRequest(foreign({ messages: [{ role: 'assistant', parts }] }), TARGET).value['contents']).toEqual([
      {
        role: 'model',
        parts: [{ functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: 'CiQB' }],
      },
    ]);
  });

  it('case 38: the placeholder stands on the first call of a step, and only where it is wanted', () => {
    const messages: Message[] = [{ role: 'assistant', parts: [call('a', 'f'), call('b', 'g')] }];
    const signatures = (target: RequestTarget, request = foreign({ messages })): unknown[] => {
      const [turn] = encodeRequest(request, target).value['contents'] as { parts: Record<string, unknown>[] }[];
      return (turn?.parts ?? []).map((part) => part['thoughtSignature']);
    };
    expect(signatures(TARGET)).toEqual([SIGNATURE_PLACEHOLDER, undefined]);
    expect(signatures(OLD)).toEqual([undefined, undefined]);
    const own = decodeRequest(
      { contents: [{ role: 'model', parts: [{ functionCall: { name: 'f' }, thoughtSignature: 'CiQB' }] }] },
      { model: 'm' },
    );
    expect(signatures({ ...TARGET, acceptsSignature: () => false }, own)).toEqual([SIGNATURE_PLACEHOLDER]);
  });

  it('case 31, 38: a foreign signature that came through a Gemini client is known again', () => {
    const packed = packSignature({ dialect: 'anthropic-messages', value: 'abc' }, 'gemini-generate');
    const thoughtSignature = Buffer.from(packed).toString('base64');
    const parts = [{ text: 'hm', thought: true, thoughtSignature }];
    const request = decodeRequest({ contents: [{ role: 'model', parts }] }, { model: 'm' });
    expect(request.messages[0]?.parts[0]).toMatchObject({
      type: 'thinking',
      signature: { dialect: 'anthropic-messages', value: 'abc' },
    });
    expect(JSON.stringify(encodeRequest(request, TARGET).value)).not.toContain(thoughtSignature);
  });

  it.each([
    [{ mode: 'off' }, 'gemini-2.5-flash', { thinkingBudget: 0 }, 0],
    [{ mode: 'off' }, 'gemini-2.5-pro', { thinkingBudget: 128 }, 1],
    [{ mode: 'off' }, 'gemini-3-pro-preview', { thinkingLevel: 'LOW' }, 1],
    [{ mode: 'off' }, 'gemini-3-flash', { thinkingLevel: 'MINIMAL' }, 1],
    [{ mode: 'on', effort: 'high' }, 'gemini-2.5-flash', { thinkingBudget: 24_576 }, 0],
    [{ mode: 'on', effort: 'max' }, 'gemini-3-flash', { thinkingLevel: 'HIGH' }, 0],
    [{ mode: 'on', budgetTokens: 90_000 }, 'gemini-2.5-flash', { thinkingBudget: 24_576 }, 0],
    [{ effort: 'low' }, 'gemini-3-flash', { thinkingLevel: 'LOW' }, 0],
    [{ mode: 'adaptive', isShown: true }, 'gemini-2.5-flash', { thinkingBudget: -1, includeThoughts: true }, 0],
  ] as const)('case 40: reasoning %j for %s', (reasoning, model, thinkingConfig, count) => {
    const { value, losses } = encodeRequest(foreign({ reasoning }), { ...TARGET, model });
    expect(value['generationConfig']).toEqual({ thinkingConfig });
    expect(losses).toHaveLength(count);
  });

  it('case 42, 46: cache marks and keys have no place and are told', () => {
    const parts = [{ type: 'text', text: 'hi', cache: { ttl: '1h' } } as const];
    const request = foreign({ messages: [{ role: 'user', parts }], promptCacheKey: 'k', promptCacheRetention: '24h' });
    expect(encodeRequest(request, TARGET).losses.map(({ field }) => field)).toEqual([
      'messages[0].content[0].cache_control',
      'prompt_cache_key',
      'prompt_cache_retention',
    ]);
  });

  it('case 56, 57: data, addresses and kinds of files', () => {
    const parts: Message['parts'] = [
      { type: 'image', source: { kind: 'url', url: 'https://e.org/a.png?x=1' }, detail: 'low' },
      { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: 'AA==' }, title: 't' },
      { type: 'audio', source: { kind: 'base64', mediaType: 'audio/wav', data: 'AA==' }, format: 'wav' },
      { type: 'video', source: { kind: 'url', url: 'https://youtu.be/x' } },
      { type: 'image', source: { kind: 'file', id: 'file-1' } },
    ];
    const { value, losses } = encodeRequest(foreign({ messages: [{ role: 'user', parts }] }), TARGET);
    expect(value['contents']).toEqual([
      {
        role: 'user',
        parts: [
          { fileData: { fileUri: 'https://e.org/a.png?x=1', mimeType: 'image/png' } },
          { inlineData: { mimeType: 'application/pdf', data: 'AA==' } },
          { inlineData: { mimeType: 'audio/wav', data: 'AA==' } },
          { fileData: { fileUri: 'https://youtu.be/x', mimeType: 'video/mp4' } },
        ],
      },
    ]);
    expect(losses.map(({ field }) => field)).toEqual([
      'messages[0].content[0].detail',
      'messages[0].content[1].title',
      'messages[0].content[4]',
    ]);
  });

  it('case 59, 60: leading instructions are joined, later ones stay in place as the user', () => {
    const say = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });
    const messages = [
      say('system', 'a'),
      say('developer', 'b'),
      say('user', 'c'),
      say('assistant', 'd'),
      say('system', 'e'),
    ];
    const { value, losses } = encodeRequest(foreign({ messages }), TARGET);
    expect(value).toEqual({
      systemInstruction: { parts: [{ text: 'a' }, { text: 'b' }] },
      contents: [
        { role: 'user', parts: [{ text: 'c' }] },
        { role: 'model', parts: [{ text: 'd' }] },
        { role: 'user', parts: [{ text: 'e' }] },
      ],
    });
    expect(losses.map(({ field }) => field)).toEqual(['messages[4].role']);
    expect(encodeRequest(foreign({ messages: [say('system', 'a')] }), TARGET).value).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'a' }] }],
    });
  });

  it('case 61, 62, 65: settings are mapped with their zeros, the others told', () => {
    const request = foreign({
      maxTokens: 9,
      temperature: 0,
      topK: 1,
      stop: [],
      seed: 0,
      choices: 2,
      logprobs: { isWanted: true, top: 3 },
      logitBias: { 7: 1 },
      endUser: 'u',
      metadata: { team: 'a' },
      serviceTier: 'flex',
      previousResponseId: 'r',
      extra: { prediction: 1 },
    });
    const { value, losses } = encodeRequest(request, TARGET);
    expect(value['generationConfig']).toEqual({
      maxOutputTokens: 9,
      temperature: 0,
      topK: 1,
      seed: 0,
      candidateCount: 2,
      stopSequences: [],
      responseLogprobs: true,
      logprobs: 3,
    });
    expect(value['serviceTier']).toBe('flex');
    expect(losses.map(({ field }) => field)).toEqual([
      'logit_bias',
      'user',
      'metadata',
      'previous_response_id',
      'prediction',
    ]);
  });

  it('case 63: JSON mode and schemas', () => {
    const encode = (responseFormat: ChatRequest['responseFormat']): unknown =>
      encodeRequest(foreign({ responseFormat }), TARGET).value['generationConfig'];
    expect(encode({ type: 'json' })).toEqual({ responseMimeType: 'application/json' });
    const schema = { type: 'object', additionalProperties: false, properties: { a: { type: ['string', 'null'] } } };
    expect(encode({ type: 'json-schema', name: 'answer', schema, isStrict: true })).toEqual({
      responseMimeType: 'application/json',
      responseJsonSchema: { ...schema, title: 'answer' },
    });
    expect(encode({ type: 'json-schema', schema: { type: 'object', properties: { a: { const: 'x' } } } })).toEqual({
      responseMimeType: 'application/json',
      responseSchema: { type: 'object', properties: { a: { type: 'string', enum: ['x'] } } },
    });
  });
});
