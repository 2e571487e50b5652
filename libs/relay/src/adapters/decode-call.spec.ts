import fc from 'fast-check';
import { AppError } from '@app/kernel';
import { decodeCall, type CallHints, type Endpoint } from './decode-call';
import { encodeRequest } from './openai-chat/encode-request';

const decode = (body: string | object) =>
  decodeCall('chat', Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const CHAT = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };

describe('reading a request', () => {
  it('finds what the gateway needs and nothing else', () => {
    expect(
      decode({ ...CHAT, stream: true, max_tokens: 5, n: 3, tools: [{}], stream_options: { include_usage: true } }),
    ).toMatchObject({ model: 'm', isStream: true, wantsUsage: true, needsTools: true, answerTokens: 15 });
    expect(decode(CHAT)).toMatchObject({
      isStream: false,
      wantsUsage: false,
      needsTools: false,
      answerTokens: undefined,
    });
  });

  it('reserves for the larger of the two limits: an upstream may know only one of them', () => {
    expect(decode({ ...CHAT, max_tokens: 5, max_completion_tokens: 7 }).answerTokens).toBe(7);
    expect(decode({ ...CHAT, max_tokens: 9, max_completion_tokens: 7 }).answerTokens).toBe(9);
  });

  it('does not take nested keys, or keys in text, for its own', () => {
    const tricky = { meta: { model: 'other', stream: true }, text: '"model":"x"', ...CHAT };
    expect(decode(tricky)).toMatchObject({ model: 'm', isStream: false });
  });

  it('refuses keys that could hide another: twice, or escaped', () => {
    expect(() => decode('{"model":"a","messages":[1],"model":"b"}')).toThrow(/Duplicate key: model/);
    expect(() => decode('{"mod\\u0065l":"a","messages":[1]}')).toThrow(/escaped/);
    for (const key of ['Model', 'MAX_TOKENS', 'mes\u017fages']) {
      expect(() => decode({ ...CHAT, [key]: 'x' })).toThrow(`Unknown key: ${key}`);
    }
    expect(() => decode({ ...CHAT, model: 'a\u0000' })).toThrow(/model must be/);
  });

  it('does not count pictures by their bytes', () => {
    const picture = `data:image/png;base64,${'A'.repeat(300_000)}`;
    const content = [{ type: 'image_url', image_url: { url: picture } }];
    expect(decode({ model: 'm', messages: [{ role: 'user', content }] }).promptTokens).toBeLessThan(2_000);
  });

  it('counts a text by its bytes even when it looks like a picture', () => {
    const text = `data:image/png;base64,${'A'.repeat(300_000)}`;
    expect(decode({ model: 'm', messages: [{ role: 'user', content: text }] }).promptTokens).toBeGreaterThan(90_000);
    expect(decode({ model: 'm', messages: [{ role: 'user', content: ['url', text] }] }).promptTokens).toBeGreaterThan(
      90_000,
    );
  });

  it('reads large bodies without parsing them, and still finds broken structure', () => {
    const large = JSON.stringify({ ...CHAT, pad: 'x"\\'.repeat(100_000) });
    expect(decode(large).model).toBe('m');
    for (const broken of [large.slice(0, -1), `${large}}`, large.replace('[', '{')])
      expect(() => decode(broken)).toThrow(AppError);
  });

  it('answers every body with a request or a 400, never with anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
        ),
        (body) => {
          try {
            decode(body);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect((error as AppError).status).toBe(400);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('writing the request for the upstream', () => {
  const rewrite = (body: string, model: string) => {
    const bytes = Buffer.from(body);
    return encodeRequest(bytes, decodeCall('chat', bytes), model).toString();
  };

  it('leaves a body alone in which nothing must change', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('', ' ', '\n  '), (extra, space) => {
        const {
          model,
          messages,
          stream,
          stream_options,
          max_tokens,
          max_completion_tokens,
          n,
          tools,
          functions,
          prompt,
          input,
          ...others
        } = extra;
        // One-letter keys are likely here, and "N" is refused for its likeness to "n".
        fc.pre(!('N' in others));
        const body = JSON.stringify({ ...others, ...CHAT }, null, space);
        fc.pre(
          !/\\/.test(
            Object.keys(others)
              .map((key) => JSON.stringify(key))
              .join(''),
          ),
        );
        expect(rewrite(body, 'm')).toBe(body);
      }),
    );
  });

  it('replaces the model in place and quotes it properly', () => {
    expect(rewrite('{"a":1, "model" : "m" ,"messages":[0]}', 'x"y')).toBe('{"a":1, "model" : "x\\"y" ,"messages":[0]}');
  });

  it('asks for usage on streams, before or after the model, and keeps other stream options', () => {
    expect(rewrite('{"stream_options":{"z":1},"model":"m","messages":[0],"stream":true}', 'n')).toBe(
      '{"stream_options":{"z":1,"include_usage":true},"model":"n","messages":[0],"stream":true}',
    );
    expect(rewrite('{"model":"m","messages":[0],"stream":true,"stream_options":null}', 'm')).toBe(
      '{"model":"m","messages":[0],"stream":true,"stream_options":{"include_usage":true}}',
    );
  });
});

describe('reading a request of another dialect', () => {
  const read = (endpoint: Endpoint, body: object | string, hints?: CallHints) =>
    decodeCall(endpoint, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), hints);
  const faultOf = (...args: Parameters<typeof read>) => {
    try {
      read(...args);
    } catch (error) {
      return error as AppError;
    }
    return undefined;
  };
  const CONTENTS = [{ role: 'user', parts: [{ text: 'hi' }] }];
  const AT = { model: 'gemini-x', isStream: true };

  it('takes limit, stream and tools of Responses, whose input may be a text', () => {
    expect(
      read('responses', { model: 'm', input: 'hi', max_output_tokens: 9, stream: true, tools: [{}] }),
    ).toMatchObject({
      dialect: 'openai-responses',
      model: 'm',
      isStream: true,
      needsTools: true,
      answerTokens: 9,
      choices: 1,
    });
    expect(read('responses', { model: 'm', input: [1], max_tokens: 9, n: 5 })).toMatchObject({
      answerTokens: undefined,
      choices: 1,
      needsTools: false,
    });
  });

  it('takes the limit of Messages', () => {
    expect(read('messages', { model: 'm', messages: [1], max_tokens: 9, tools: [] })).toMatchObject({
      dialect: 'anthropic-messages',
      answerTokens: 9,
      needsTools: false,
      isStream: false,
    });
  });

  it('takes model and stream of Gemini from the address, whatever the body says', () => {
    expect(read('generate', { contents: CONTENTS, model: 'other', stream: false }, AT)).toMatchObject({
      dialect: 'gemini-generate',
      model: 'gemini-x',
      isStream: true,
      answerTokens: undefined,
      choices: 1,
    });
  });

  it.each([
    ['generationConfig', 'maxOutputTokens', 'candidateCount'],
    ['generation_config', 'max_output_tokens', 'candidate_count'],
    ['generationConfig', 'max_output_tokens', 'candidate_count'],
  ])('finds %s.%s, for all candidates together', (config, limit, count) => {
    expect(read('generate', { contents: CONTENTS, [config]: { [limit]: 10, [count]: 3 } }, AT)).toMatchObject({
      answerTokens: 30,
      choices: 3,
    });
  });

  it('reserves for the most that either spelling of Gemini allows: the upstream may read the other', () => {
    const body = {
      contents: CONTENTS,
      generationConfig: { maxOutputTokens: 1, max_output_tokens: 2 },
      generation_config: { maxOutputTokens: 50, candidateCount: 2 },
    };
    expect(read('generate', body, AT)).toMatchObject({ answerTokens: 100, choices: 2 });
  });

  it.each<[string, Endpoint, object | string, string | undefined]>([
    ['no input', 'responses', { model: 'm' }, 'input'],
    ['an object for input', 'responses', { model: 'm', input: {} }, 'input'],
    ['no model', 'responses', { input: 'hi' }, 'model'],
    ['a limit below 0', 'responses', { model: 'm', input: 'hi', max_output_tokens: -1 }, 'max_output_tokens'],
    ['a text for stream', 'responses', { model: 'm', input: 'hi', stream: 'yes' }, 'stream'],
    ['text for messages', 'messages', { model: 'm', messages: 'hi' }, 'messages'],
    ['a broken limit', 'messages', { model: 'm', messages: [1], max_tokens: 1.5 }, 'max_tokens'],
    ['tools that are no list', 'messages', { model: 'm', messages: [1], tools: {} }, 'tools'],
    ['no contents', 'generate', { contents: [] }, 'contents'],
    ['a list of settings', 'generate', { contents: CONTENTS, generationConfig: [] }, 'generationConfig'],
    [
      'a bad limit',
      'generate',
      { contents: CONTENTS, generation_config: { max_output_tokens: '9' } },
      'generationConfig.maxOutputTokens',
    ],
    ['too many candidates', 'generate', { contents: CONTENTS, generationConfig: { candidateCount: 1_000 } }, 'n'],
    ['the same key twice', 'messages', '{"model":"m","messages":[1],"max_tokens":1,"max_tokens":9}', 'max_tokens'],
    ['no object', 'generate', '[]', undefined],
  ])('case 68: answers 400 naming the field to %s', (_, endpoint, body, param) => {
    const error = faultOf(endpoint, body, endpoint === 'generate' ? AT : undefined);
    expect(error).toBeInstanceOf(AppError);
    expect([error?.status, error?.param]).toEqual([400, param]);
  });

  it('case 56: does not count a picture of bare base64 by its bytes, and text that is called data by them', () => {
    const data = 'iVBORw0KGgo'.repeat(30_000);
    const source = { type: 'base64', media_type: 'image/png', data };
    const picture = { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: [{ type: 'image', source }] }] };
    expect(read('messages', picture).promptTokens).toBeLessThan(2_000);
    const inline = { contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data } }] }] };
    expect(read('generate', inline, AT).promptTokens).toBeLessThan(2_000);
    const text = 'words, and more of them. '.repeat(12_000);
    for (const content of [{ data: text }, { text: data }])
      expect(read('messages', { model: 'm', max_tokens: 1, messages: [content] }).promptTokens).toBeGreaterThan(90_000);
  });

  it('case 72: takes names of models with slash, colon and version', () => {
    for (const model of ['org/llama:free', 'claude@20250101', 'ft:gpt-4o:acme::id'])
      expect(read('messages', { model, messages: [1], max_tokens: 1 }).model).toBe(model);
  });
});
