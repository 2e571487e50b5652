import type { ChatResponse } from '../../../model/chat-response';
import type { Part } from '../../../model/content';
import { unpackSignature } from '../../../model/carry-signature';
import { MalformedPayload } from '../../codec';
import { ANSWER, readJson } from './__fixtures__/read-fixture';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { encodeResponse } from './encode-response';
import { decodeFinishReason, encodeFinishReason } from './map-finish-reason';
import type { Fields } from './openai-chat.wire';

const foreign = (parts: Part[], more: Partial<ChatResponse> = {}): ChatResponse => ({
  dialect: 'anthropic-messages',
  id: 'msg_1',
  model: 'claude',
  createdAt: 0,
  choices: [{ index: 0, parts, finish: { unified: 'stop', raw: 'end_turn' } }],
  usage: undefined,
  extra: {},
  ...more,
});
const message = (value: Fields) => (value['choices'] as { message: Fields }[])[0]!.message;
const answered = (body: Fields, finish_reason: unknown = 'stop') =>
  decodeResponse({ id: 'x', choices: [{ index: 0, message: body, finish_reason }] }).choices[0]!;

describe('reading an answer', () => {
  it('has every choice with thinking, text, files and calls', () => {
    const { choices, usage, createdAt } = decodeResponse(readJson('answer.json'));
    expect(choices.map(({ parts }) => parts.map((part) => part.type))).toEqual([
      ['thinking', 'text', 'image', 'audio'],
      ['tool-call', 'tool-call'],
      ['refusal'],
    ]);
    expect(choices[0]!.parts[1]).toMatchObject({ citations: [{ url: 'https://a.example/paris', start: 0, end: 5 }] });
    expect(usage).toMatchObject({ input: 15, cacheRead: 4, output: 7, reasoning: 3 });
    expect(createdAt).toBe(1741569952);
  });

  it.each([{ error: { message: 'no' } }, {}, [], { choices: [] }, { choices: [{}] }, 'x'])(
    'case 27: %j is none',
    (body) => {
      expect(() => decodeResponse(body)).toThrow(MalformedPayload);
    },
  );

  it('case 20: calls decide the end, of old ones too; without ids they have none', () => {
    expect(answered({ tool_calls: [{ function: { name: 'a' } }] })).toMatchObject({
      finish: { unified: 'tool-calls' },
      parts: [{ id: '', input: '{}' }],
    });
    expect(answered({ function_call: { name: 'a', arguments: '{}' } }).finish.unified).toBe('tool-calls');
  });

  it('case 33, 34: thinking of Mistral’s parts, and parts of next year, are kept', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'x' },
      { type: 'new' },
    ];
    expect(answered({ content }).parts).toMatchObject([
      { type: 'thinking', text: 'hm' },
      { type: 'text' },
      { type: 'opaque' },
    ]);
  });
});

describe('writing an answer of another dialect', () => {
  it('shows the name that was asked for and only documented words', () => {
    expect(
      encodeResponse(
        foreign([
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ]),
        ANSWER,
      ).value,
    ).toEqual({
      id: 'chatcmpl-new',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'asked-for',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'ab', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
    });
  });

  it('case 31, 32, 37: proofs survive the way to the caller and back', () => {
    const signature = { dialect: 'anthropic-messages', value: 's' } as const;
    const gem = { dialect: 'gemini-generate', value: 'gem' } as const;
    const { value } = encodeResponse(
      foreign([
        { type: 'thinking', text: 'hm', signature },
        { type: 'redacted-thinking', signature },
        { type: 'tool-call', id: '', name: 'run', kind: 'function', input: '{}', signature: gem },
      ]),
      ANSWER,
    );
    const written = message(value);
    expect(written).toMatchObject({ content: null, reasoning_content: 'hm', tool_calls: [{ id: 'call_new' }] });
    const { messages } = decodeRequest({ model: 'm', messages: [written] }, {});
    expect(messages[0]!.parts).toMatchObject([
      { type: 'thinking', text: 'hm', signature },
      { type: 'redacted-thinking', signature },
      { type: 'tool-call', signature: gem },
    ]);
    const details = written['reasoning_details'] as { data: string; format: string }[];
    expect(details[1]!.format).toBe('anthropic-claude-v1');
    expect(unpackSignature(details[1]!.data, 'openai-chat')).toEqual(signature);
  });

  it('case 33: thinking without proof is only told in its field', () => {
    const { value, losses } = encodeResponse(foreign([{ type: 'thinking', text: 'hm' }]), ANSWER);
    expect(message(value)).toEqual({ role: 'assistant', content: null, refusal: null, reasoning_content: 'hm' });
    expect(losses).toEqual([]);
  });

  it('case 64: sources are told by their place in the whole text', () => {
    const citations = [{ url: 'https://a.example', title: 'A' }, { citedText: 'no address' }];
    const { value, losses } = encodeResponse(
      foreign([
        { type: 'text', text: 'ab' },
        { type: 'text', text: 'cd', citations },
      ]),
      ANSWER,
    );
    expect(message(value)).toMatchObject({
      annotations: [{ url_citation: { start_index: 2, end_index: 4, title: 'A' } }],
    });
    expect(losses).toEqual([{ field: 'choices[0].content[1].citations[1]', reason: 'names no URL' }]);
  });

  it('names what has no place', () => {
    const { losses } = encodeResponse(
      foreign([{ type: 'opaque', opaque: { dialect: 'anthropic-messages', value: {} } }], {
        extra: { container: 1, none: null },
      }),
      ANSWER,
    );
    expect(losses.map(({ field }) => field)).toEqual(['choices[0].content[0]', 'container']);
  });
});

describe('reasons of ending', () => {
  it.each([
    ['stop', false, 'stop'],
    ['stop', true, 'tool-calls'],
    [null, false, 'other'],
    ['length', true, 'length'],
    ['sensitive', false, 'content-filter'],
    ['insufficient_system_resource', false, 'error'],
    ['MAX_TOKENS', false, 'length'],
    ['from_next_year', false, 'other'],
  ])('case 20, 22: %s (calls: %s) is %s', (raw, hasToolCall, unified) => {
    expect(decodeFinishReason(raw, hasToolCall).unified).toBe(unified);
  });

  it('case 22: unknown words never go out', () => {
    expect(encodeFinishReason({ unified: 'content-filter', raw: 'sensitive' }, 'openai-chat', false)).toBe(
      'content_filter',
    );
    expect(encodeFinishReason({ unified: 'other', raw: 'odd' }, 'openai-chat', false)).toBe('stop');
    expect(encodeFinishReason({ unified: 'refusal' }, 'anthropic-messages', false)).toBe('content_filter');
    expect(encodeFinishReason({ unified: 'tool-calls', raw: 'function_call' }, 'openai-chat', true)).toBe(
      'function_call',
    );
  });
});
