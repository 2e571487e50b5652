import fc from 'fast-check';
import { AppError } from '@app/kernel';
import { decodeCall } from './decode-call';
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
