import { requestTarget } from './__fixtures__/fixtures';
import { encode, says, text } from './__fixtures__/foreign-request';

describe('writing a request of another dialect', () => {
  it('case 61: names the model upstream and the default limit', () => {
    expect(encode({}).value).toEqual({
      model: 'claude-opus-4-6',
      max_tokens: 4096,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    });
  });

  it('case 42, 44: cache marks go along, and none is added', () => {
    const { value } = encode({
      messages: [
        says('system', { type: 'text', text: 's', cache: { ttl: '1h' } }),
        says('user', { type: 'text', text: 'u', cache: {} }, text('v')),
      ],
      tools: [{ type: 'function', name: 'f', cache: { ttl: '5m' } }],
    });
    expect(value).toMatchObject({
      system: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }],
      messages: [{ content: [{ cache_control: { type: 'ephemeral' } }, { type: 'text', text: 'v' }] }],
      tools: [{ cache_control: { type: 'ephemeral', ttl: '5m' } }],
    });
    expect(JSON.stringify(value).match(/cache_control/g)).toHaveLength(3);
  });

  it.each(['no-ttl', 'none'] as const)('case 43: an upstream that takes %s gets no other marks', (cacheMarks) => {
    const { value, losses } = encode(
      {
        dialect: 'anthropic-messages',
        messages: [
          says('system', { type: 'text', text: 's', cache: { ttl: '1h' } }),
          says('user', {
            type: 'opaque',
            opaque: { dialect: 'anthropic-messages', value: { type: 'odd', cache_control: { type: 'ephemeral' } } },
          }),
        ],
        extra: { cache_control: { type: 'ephemeral', ttl: '5m' } },
      },
      undefined,
      { ...requestTarget, traits: { cacheMarks } },
    );
    expect(JSON.stringify(value)).not.toContain('ttl');
    expect(JSON.stringify(value).match(/cache_control/g) ?? []).toHaveLength(cacheMarks === 'none' ? 0 : 3);
    expect(losses).toEqual(
      cacheMarks === 'none'
        ? ['messages[0].content[0].cache_control', 'messages[1].content[0].cache_control', 'cache_control']
        : ['messages[0].content[0].cache_control.ttl', 'cache_control.ttl'],
    );
  });

  it('case 66: what only another dialect understands is lost under its path', () => {
    const rest = { dialect: 'gemini-generate', fields: { note: 'x' }, notes: {} } as const;
    const { losses } = encode({
      dialect: 'gemini-generate',
      messages: [{ ...says('user', { type: 'text', text: 'u', rest }), rest }],
      reasoning: { mode: 'on', rest },
      rest,
    });
    expect(losses).toEqual([
      'note',
      'generationConfig.thinkingConfig.note',
      'messages[0].note',
      'messages[0].content[0].note',
    ]);
  });

  it('case 56, 57: media as they can be read, the others named as lost', () => {
    const { messages, losses } = encode({
      messages: [
        says(
          'user',
          { type: 'image', source: { kind: 'url', url: 'data:image/png;base64,/9j/AA==' } },
          { type: 'image', source: { kind: 'file', id: 'file-1' } },
          { type: 'image', source: { kind: 'base64', mediaType: 'image/bmp', data: 'Qk0=' } },
          { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' }, title: 't' },
          { type: 'document', source: { kind: 'base64', mediaType: 'text/markdown', data: 'IyBh' } },
          { type: 'audio', source: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' } },
        ),
      ],
    });
    expect(messages[0]!.content).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: '/9j/AA==' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }, title: 't' },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# a' } },
    ]);
    expect(losses).toEqual(['messages[0].content[1]', 'messages[0].content[2]', 'messages[0].content[5]']);
  });

  it('case 62: what has no place is named as the caller names it; zeros that ask for nothing are not', () => {
    const { losses } = encode({
      seed: 0,
      choices: 2,
      frequencyPenalty: 0,
      presencePenalty: 0.5,
      logprobs: { isWanted: true },
      metadata: { a: '1' },
      store: true,
      responseFormat: { type: 'json' },
      extra: { prediction: {}, odd: null },
    });
    expect(losses).toEqual([
      'presence_penalty',
      'seed',
      'n',
      'logprobs',
      'metadata',
      'store',
      'response_format',
      'prediction',
    ]);
    expect(encode({ dialect: 'gemini-generate', seed: 1 }).losses).toEqual(['generationConfig.seed']);
  });

  it('case 62: stop, user and tier are mapped', () => {
    expect(encode({ stop: ['END', '\n'], endUser: 'u', serviceTier: 'default' })).toMatchObject({
      value: { stop_sequences: ['END'], metadata: { user_id: 'u' }, service_tier: 'standard_only' },
      losses: ['stop'],
    });
    expect(encode({ serviceTier: 'flex' }).losses).toEqual(['service_tier']);
  });

  it('case 63: the schema of the answer goes unchanged', () => {
    const schema = { type: 'object', properties: { a: { type: ['string', 'null'] } }, $defs: {} };
    expect(encode({ responseFormat: { type: 'json-schema', name: 'n', schema, isStrict: true } })).toMatchObject({
      value: { output_config: { format: { type: 'json_schema', schema } } },
      losses: [],
    });
  });
});
