import type { ChatRequest } from '../model/chat-request';
import type { StreamEvent } from '../model/stream-event';
import type { WireEvent } from '../model/wire-event';
import { SseDecoder } from '../transport/sse-decoder';
import { ask, says, text } from './__fixtures__/every-capability';
import { collectParts } from './__fixtures__/upstream-stream';
import { anthropicMessagesCodec } from './anthropic-messages/anthropic-messages.codec';
import { readAnswer as readConverse, readEvents } from './bedrock-converse/__fixtures__/read-fixture';
import { bedrockConverseCodec } from './bedrock-converse/bedrock-converse.codec';
import type { AnswerTarget, Codec, RequestTarget } from './codec';
import { readAnswer as readCohere, readStream as readCohereStream } from './cohere-chat/__fixtures__/read-fixture';
import { cohereChatCodec } from './cohere-chat/cohere-chat.codec';
import { NdjsonCutter } from './framing/ndjson-cutter';
import { geminiGenerateCodec } from './gemini-generate/gemini-generate.codec';
import { readAnswer as readOllama, readStream as readOllamaStream } from './ollama-chat/__fixtures__/read-fixture';
import { ollamaChatCodec } from './ollama-chat/ollama-chat.codec';
import { openAiChatCodec } from './openai-chat/codec/openai-chat.codec';
import { openAiResponsesCodec } from './openai-responses/openai-responses.codec';
import { restoreTools, ToolRestorer } from './restore-tools';
import type { UpstreamHalf } from './upstream-half';

const ANSWER: AnswerTarget = {
  model: 'asked-for',
  wantsStreamUsage: true,
  createId: (prefix) => `${prefix}made`,
  nowSeconds: 1_700_000_000,
};

const target = (codec: UpstreamHalf | Codec, model = 'us.anthropic.claude-sonnet-4-5-v1:0'): RequestTarget => ({
  model,
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === codec.dialect,
});

const CALLERS: Codec[] = [openAiChatCodec, openAiResponsesCodec, anthropicMessagesCodec, geminiGenerateCodec];

const UPSTREAMS: { codec: UpstreamHalf; answer: string; stream: WireEvent[] }[] = [
  { codec: bedrockConverseCodec, answer: readConverse(), stream: readEvents('tools') },
  { codec: ollamaChatCodec, answer: readOllama(), stream: new NdjsonCutter().feed(readOllamaStream('tools')) },
  { codec: cohereChatCodec, answer: readCohere(), stream: new SseDecoder().feed(readCohereStream('tools')) },
];

const PAIRS = UPSTREAMS.flatMap((upstream) => CALLERS.map((caller) => ({ ...upstream, caller })));

describe('answers of upstream dialects for callers of each dialect', () => {
  it.each(PAIRS)('a whole answer of $codec.dialect as $caller.dialect says the same', ({ codec, answer, caller }) => {
    const response = codec.decodeResponse(JSON.parse(answer));
    const told = caller.decodeResponse(caller.encodeResponse(response, ANSWER).value);
    const parts = told.choices.flatMap((choice) => choice.parts);
    const asked = response.choices.flatMap((choice) => choice.parts);
    const callsOf = (list: typeof parts) =>
      list.flatMap((part) => (part.type === 'tool-call' ? [[part.name, JSON.parse(part.input) as unknown]] : []));
    expect(callsOf(parts)).toEqual(callsOf(asked));
    const textOf = (list: typeof parts) => list.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    expect(textOf(parts)).toBe(textOf(asked));
    expect(told.choices[0]?.finish.unified).toBe('tool-calls');
    expect(told.usage).toMatchObject({ input: response.usage?.input, output: response.usage?.output });
  });

  it.each(PAIRS)('a stream of $codec.dialect as $caller.dialect says the same', ({ codec, stream, caller }) => {
    const decoder = codec.createStreamDecoder();
    const events = [...stream.flatMap((event) => decoder.push(event)), ...decoder.close()];
    const encoder = caller.createStreamEncoder(ANSWER);
    const reader = caller.createStreamDecoder();
    const told: StreamEvent[] = events.flatMap((event) => encoder.push(event)).flatMap((event) => reader.push(event));
    told.push(...reader.close());
    expect(told.at(-1)).toEqual({ type: 'end' });
    const callsOf = (list: readonly StreamEvent[]) =>
      collectParts(list).flatMap((part) =>
        part.type === 'tool-call' ? [[part.name, JSON.parse(part.input) as unknown]] : [],
      );
    expect(callsOf(told)).toEqual(callsOf(events));
    expect(callsOf(told)).toHaveLength(2);
  });
});

describe('what an upstream dialect needs back', () => {
  it('Converse’s proofs come back from a caller of Anthropic’s dialect as they were', () => {
    const response = bedrockConverseCodec.decodeResponse(JSON.parse(readConverse()));
    const { value } = anthropicMessagesCodec.encodeResponse(response, ANSWER);
    const body = {
      model: 'm',
      max_tokens: 9,
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: value['content'] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'tooluse_a', content: 'r' }] },
      ],
    };
    const request = anthropicMessagesCodec.decodeRequest(body, {});
    const again = bedrockConverseCodec.encodeRequest(request, target(bedrockConverseCodec));
    expect(JSON.stringify(again.value)).toContain('{"reasoningText":{"text":"Let me see.","signature":"RXJzaWc="}}');
    expect(JSON.stringify(again.value)).toContain('{"redactedContent":"c2VjcmV0"}');
  });

  const tools: ChatRequest['tools'] = [{ type: 'custom', name: 'apply patch', format: { type: 'text' } }];

  it.each(UPSTREAMS)('names and free text of tools come back from $codec.dialect', ({ codec }) => {
    const { toolNames } = codec.encodeRequest(ask({ tools, messages: [says('user', text('q'))] }), target(codec));
    const wire = toolNames.toWire({ name: 'apply patch', kind: 'custom' });
    const call = { type: 'tool-call', id: 'a', name: wire, kind: 'function', input: '{"input":"*** Begin"}' } as const;
    const choice = { index: 0, parts: [call], finish: { unified: 'tool-calls' } } as const;
    const response = {
      dialect: codec.dialect,
      id: '',
      model: '',
      createdAt: 0,
      choices: [{ ...choice, parts: [call] }],
      usage: undefined,
      extra: {},
    };
    expect(restoreTools(response, toolNames).choices[0]?.parts).toEqual([
      { ...call, name: 'apply patch', kind: 'custom', input: '*** Begin' },
    ]);
    const restorer = new ToolRestorer(toolNames);
    const place = { choice: 0, block: 0 };
    const events: StreamEvent[] = [
      { type: 'tool-input-start', ...place, id: 'a', name: wire, kind: 'function' },
      { type: 'tool-input-delta', ...place, text: call.input },
      { type: 'tool-input-end', ...place },
    ];
    expect(events.flatMap((event) => restorer.push(event))).toContainEqual({
      type: 'tool-input-delta',
      ...place,
      text: '*** Begin',
    });
  });
});
