import type { Dialect } from '../model/dialect';
import { nativeDialect } from './native-dialect';

/** Longer than our numbers, and in a form that is not ours. */
const NUMBERS = '"id": 12345678901234567890, "ratio": 1.0';

describe('the name of the model in bytes that pass', () => {
  it.each<[Dialect, string, string]>([
    [
      'openai-responses',
      `{${NUMBERS}, "model" : "up", "output": [{"model": "up"}]}`,
      `{${NUMBERS}, "model" : "a\\"b", "output": [{"model": "up"}]}`,
    ],
    [
      'anthropic-messages',
      `{"content":[{"input":{${NUMBERS},"model":"up"}}],"model":"up"}`,
      `{"content":[{"input":{${NUMBERS},"model":"up"}}],"model":"a\\"b"}`,
    ],
    [
      'gemini-generate',
      `{"model":"up",${NUMBERS},"modelVersion":"up"}\n`,
      `{"model":"up",${NUMBERS},"modelVersion":"a\\"b"}\n`,
    ],
  ])('case 45: %s has it replaced, and everything else as it was', (dialect, body, expected) => {
    expect(nativeDialect(dialect).renameInBody(Buffer.from(body), 'a"b').toString()).toBe(expected);
  });

  it.each<[Dialect, string, string]>([
    [
      'openai-responses',
      'event: response.created\r\ndata: {"type":"response.created", "response":{"n":1.0,"model":"up"}}\r\nid: 7\r\n\r\n',
      '"model":"up"',
    ],
    [
      'anthropic-messages',
      'event: message_start\ndata:{"message":{"model":"up"},"type":"message_start"}\n\n',
      '"model":"up"',
    ],
    [
      'gemini-generate',
      ': data: x\ndata: {"candidates":[{"args":{"big":12345678901234567890}}],"modelVersion":"up"}\n\n',
      '"modelVersion":"up"',
    ],
  ])('case 72: an event of %s keeps its other lines and their ends', (dialect, event, named) => {
    const renamed = nativeDialect(dialect).renameInEvent(Buffer.from(event), 'asked').toString();
    expect(renamed).toBe(event.replace(named, named.replace('"up"', '"asked"')));
  });

  it.each([
    'data: {"type":"ping"}\n\n',
    'data: {"message":{"model":null}}\n\n',
    'data: [DONE]\n\n',
    'data: {"model":"x\n\n',
    ': hi\n\n',
    '',
  ])('leaves %j alone', (event) => {
    expect(nativeDialect('anthropic-messages').renameInEvent(Buffer.from(event), 'asked').toString()).toBe(event);
  });

  it.each(['[]', '{}', '{"model":{"a":1}}', '{"mod', ''])('leaves the body %j alone', (body) => {
    expect(nativeDialect('openai-responses').renameInBody(Buffer.from(body), 'asked').toString()).toBe(body);
  });
});
