import type { TokenUsage } from '@app/billing';
import fc from 'fast-check';
import type { Dialect } from '../model/dialect';
import { inputTotal, NO_USAGE, outputTotal } from '../model/usage';
import { billedUsage, isTelling } from './billed-usage';
import { encodeUsage as encodeAnthropic } from './anthropic-messages/map-usage';
import { ConvertedStream } from './converted-stream';
import { encodeUsage as encodeGemini } from './gemini-generate/map-usage';
import { nativeDialect } from './native-dialect';
import { encodeUsage as encodeChat } from './openai-chat/codec/map-usage';
import { findUsage } from './openai-chat/find-usage';
import { StreamReader } from './openai-chat/stream-reader';
import { encodeUsage as encodeResponses } from './openai-responses/map-usage';
import { PassingStream } from './passing-stream';

type Wire = object;
interface Shape {
  whole(usage: Wire): Wire;
  /** Events of a stream that tells the same. */
  stream(usage: Wire): (Wire | string)[];
}

const responsesAnswer = (usage: Wire | null, status: string) => ({
  ...{ id: 'r', object: 'response', created_at: 1, status, model: 'm', usage },
  output: [
    {
      ...{ id: 'i', type: 'message', role: 'assistant', status: 'completed' },
      content: [{ type: 'output_text', text: 'x', annotations: [] }],
    },
  ],
});
const anthropicMessage = { id: 'a', type: 'message', role: 'assistant', model: 'm', stop_sequence: null };
const geminiAnswer = (text: string, finishReason?: string) => ({
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason }],
  modelVersion: 'm',
});
const chunk = (choices: Wire[], usage?: Wire) => ({
  ...{ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, usage },
});

const SHAPES: Record<Dialect, Shape> = {
  'openai-chat': {
    whole: (usage) => ({
      ...{ id: 'c', object: 'chat.completion', created: 1, model: 'm', usage },
      choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }],
    }),
    stream: (usage) => [
      chunk([{ index: 0, delta: { role: 'assistant', content: 'x' }, finish_reason: null }]),
      chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
      chunk([], usage),
      '[DONE]',
    ],
  },
  'openai-responses': {
    whole: (usage) => responsesAnswer(usage, 'completed'),
    stream: (usage) => [
      { type: 'response.created', response: { ...responsesAnswer(null, 'in_progress'), output: [] } },
      { type: 'response.completed', response: responsesAnswer(usage, 'completed') },
    ],
  },
  'anthropic-messages': {
    whole: (usage) => ({ ...anthropicMessage, content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn', usage }),
    stream: (usage) => [
      { type: 'message_start', message: { ...anthropicMessage, content: [], stop_reason: null, usage: {} } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
      { type: 'message_stop' },
    ],
  },
  'gemini-generate': {
    whole: (usage) => ({ ...geminiAnswer('x', 'STOP'), usageMetadata: usage }),
    stream: (usage) => [geminiAnswer('x'), { ...geminiAnswer('', 'STOP'), usageMetadata: usage }],
  },
};

function eventsOf(dialect: Dialect, usage: Wire): Buffer {
  const lines = SHAPES[dialect].stream(usage).map((event) => {
    if (typeof event === 'string') return `data: ${event}\n\n`;
    const name = dialect === 'anthropic-messages' ? `event: ${(event as { type: string }).type}\n` : '';
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  });
  return Buffer.from(lines.join(''));
}

/** What each of the four ways of an answer makes of the same figures. */
function readings(dialect: Dialect, usage: Wire): (TokenUsage | undefined)[] {
  const { codec } = nativeDialect(dialect);
  const other = nativeDialect(dialect === 'openai-chat' ? 'anthropic-messages' : 'openai-chat').codec;
  const target = { model: 'm', wantsStreamUsage: true, createId: (prefix: string) => prefix, nowSeconds: 1 };
  const whole = SHAPES[dialect].whole(usage);
  const decoded = codec.decodeResponse(whole).usage;
  const converted = isTelling(decoded) ? billedUsage(decoded) : undefined;
  const passing =
    dialect === 'openai-chat'
      ? new StreamReader({ dropsUsageEvent: false, showModel: undefined })
      : new PassingStream(nativeDialect(dialect), undefined);
  const converting = new ConvertedStream(codec.createStreamDecoder(), other.createStreamEncoder(target));
  for (const reader of [passing, converting]) {
    reader.feed(eventsOf(dialect, usage));
    reader.flush();
  }
  const passed = dialect === 'openai-chat' ? findUsage(Buffer.from(JSON.stringify(whole))) : converted;
  return [passed, passing.usage, converted, converting.usage];
}

const NAMES = ['passed whole', 'passed as a stream', 'converted', 'converted as a stream'];
const DIALECTS = Object.keys(SHAPES) as Dialect[];

describe('figures of usage, by the shape of their upstream', () => {
  it.each<[Dialect, string, Wire, Partial<TokenUsage>]>([
    [
      ...(['openai-chat', 'all classes'] as const),
      {
        ...{ prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
        prompt_tokens_details: { cached_tokens: 40, cache_write_tokens: 10, image_tokens: 5, audio_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 4, image_tokens: 2 },
        server_tool_use: { web_search_requests: 1 },
      },
      {
        ...{ input: 42, cacheRead: 40, cacheWrite5m: 10, imageInput: 5, audioInput: 3 },
        ...{ output: 24, reasoning: 20, audioOutput: 4, imageOutput: 2, toolCalls: { web_search: 1 } },
      },
    ],
    [
      ...(['openai-chat', 'DeepSeek'] as const),
      { prompt_tokens: 100, completion_tokens: 5, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
      { input: 36, cacheRead: 64, output: 5 },
    ],
    [
      ...(['openai-chat', 'a reseller whose cache is beside the prompt'] as const),
      { prompt_tokens: 40, completion_tokens: 20, total_tokens: 160, cache_read_input_tokens: 100 },
      { input: 40, cacheRead: 100, output: 20 },
    ],
    [
      ...(['openai-chat', 'a reseller with both shapes of cache writes'] as const),
      {
        ...{ prompt_tokens: 100, completion_tokens: 5, cache_creation_input_tokens: 30 },
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 20 },
      },
      { input: 70, cacheWrite5m: 10, cacheWrite1h: 20, output: 5 },
    ],
    [
      ...(['openai-chat', 'xAI'] as const),
      {
        ...{ prompt_tokens: 100, completion_tokens: 20, total_tokens: 150 },
        completion_tokens_details: { reasoning_tokens: 30 },
      },
      { input: 100, output: 20, reasoning: 30 },
    ],
    [
      ...(['openai-chat', 'more cached than prompt, more reasoning than answer'] as const),
      {
        ...{ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 30 } },
        completion_tokens_details: { reasoning_tokens: 7 },
      },
      { cacheRead: 10, reasoning: 5, isClamped: true },
    ],
    [
      ...(['openai-chat', 'below zero'] as const),
      { prompt_tokens: -10, completion_tokens: 5 },
      { output: 5, isClamped: true },
    ],
    [
      ...(['openai-responses', 'all classes'] as const),
      {
        ...{ input_tokens: 100, output_tokens: 50, total_tokens: 150 },
        input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10, image_tokens: 5, audio_tokens: 3 },
        output_tokens_details: { reasoning_tokens: 30 },
      },
      {
        ...{ input: 22, cacheRead: 60, cacheWrite5m: 10, imageInput: 5, audioInput: 3 },
        ...{ output: 20, reasoning: 30 },
      },
    ],
    [
      ...(['openai-responses', 'more reasoning than answer'] as const),
      { input_tokens: 10, output_tokens: 5, output_tokens_details: { reasoning_tokens: 7 } },
      { input: 10, reasoning: 5, isClamped: true },
    ],
    [
      ...(['anthropic-messages', 'all classes'] as const),
      {
        ...{ input_tokens: 5, cache_read_input_tokens: 7, cache_creation_input_tokens: 9, output_tokens: 20 },
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
        ...{ output_tokens_details: { thinking_tokens: 12 }, server_tool_use: { web_search_requests: 2 } },
      },
      {
        ...{ input: 5, cacheRead: 7, cacheWrite5m: 5, cacheWrite1h: 4 },
        ...{ output: 8, reasoning: 12, toolCalls: { web_search: 2 } },
      },
    ],
    [
      ...(['anthropic-messages', 'more thinking than answer'] as const),
      { input_tokens: 5, output_tokens: 3, output_tokens_details: { thinking_tokens: 12 } },
      { input: 5, reasoning: 3, isClamped: true },
    ],
    [
      ...(['anthropic-messages', 'below zero'] as const),
      { input_tokens: 5, cache_read_input_tokens: -4, output_tokens: 3 },
      { input: 5, output: 3, isClamped: true },
    ],
    [
      ...(['gemini-generate', 'all classes'] as const),
      {
        ...{ promptTokenCount: 300, cachedContentTokenCount: 100, candidatesTokenCount: 1_300, thoughtsTokenCount: 40 },
        ...{ toolUsePromptTokenCount: 20, totalTokenCount: 1_660 },
        promptTokensDetails: [
          { modality: 'IMAGE', tokenCount: 100 },
          { modality: 'AUDIO', tokenCount: 32 },
        ],
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_290 }],
      },
      {
        ...{ input: 88, cacheRead: 100, imageInput: 100, audioInput: 32 },
        ...{ output: 10, reasoning: 40, imageOutput: 1_290 },
      },
    ],
    [
      ...(['gemini-generate', 'more cached than prompt'] as const),
      { promptTokenCount: 10, cachedContentTokenCount: 20, candidatesTokenCount: 3, totalTokenCount: 13 },
      { cacheRead: 10, output: 3, isClamped: true },
    ],
  ])('%s: %s', (dialect, _, usage, expected) => {
    const full = { ...NO_USAGE, ...expected };
    expect(Object.fromEntries(NAMES.map((name, i) => [name, readings(dialect, usage)[i]]))).toEqual(
      Object.fromEntries(NAMES.map((name) => [name, full])),
    );
  });

  it.each(DIALECTS)('of %s are the same whichever way the answer goes, and never below zero', (dialect) => {
    const figure = fc.oneof(
      { weight: 5, arbitrary: fc.nat({ max: 1_000 }) },
      fc.constantFrom(0, -1, -500, 0.5, 1e12, null, '7', {}, undefined),
    );
    const some = (...names: string[]) => fc.record(Object.fromEntries(names.map((name) => [name, figure])));
    const modality = fc.record({ modality: fc.constantFrom('TEXT', 'IMAGE', 'AUDIO', 'VIDEO'), tokenCount: figure });
    const details = some('cached_tokens', 'cache_write_tokens', 'image_tokens', 'audio_tokens', 'reasoning_tokens');
    const wires: Record<Dialect, fc.Arbitrary<Wire>> = {
      'openai-chat': fc
        .tuple(
          some(
            'prompt_tokens',
            'completion_tokens',
            'total_tokens',
            'prompt_cache_hit_tokens',
            'cache_creation_input_tokens',
          ),
          fc.record({ prompt_tokens_details: details, completion_tokens_details: details }, { requiredKeys: [] }),
        )
        .map(([a, b]) => ({ ...a, ...b })),
      'openai-responses': fc
        .tuple(
          some('input_tokens', 'output_tokens', 'total_tokens'),
          fc.record({ input_tokens_details: details, output_tokens_details: details }, { requiredKeys: [] }),
        )
        .map(([a, b]) => ({ ...a, ...b })),
      'anthropic-messages': fc
        .tuple(
          some('input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'),
          fc.record(
            {
              cache_creation: some('ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'),
              output_tokens_details: some('thinking_tokens'),
            },
            { requiredKeys: [] },
          ),
        )
        .map(([a, b]) => ({ ...a, ...b })),
      'gemini-generate': fc
        .tuple(
          some('promptTokenCount', 'candidatesTokenCount', 'totalTokenCount', 'thoughtsTokenCount'),
          some('cachedContentTokenCount', 'toolUsePromptTokenCount'),
          fc.record({ promptTokensDetails: fc.array(modality), candidatesTokensDetails: fc.array(modality) }),
        )
        .map(([a, b, c]) => ({ ...a, ...b, ...c })),
    };
    fc.assert(
      fc.property(wires[dialect], (wire) => {
        const [first, ...others] = readings(dialect, wire);
        for (const other of others) expect(other).toEqual(first);
        for (const value of Object.values(first ?? {}))
          if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('of every class add up to the totals that each dialect tells, whichever way the answer goes', () => {
    const counts = fc.record(
      Object.fromEntries(
        Object.entries(NO_USAGE).flatMap(([name, value]) => (value === 0 ? [[name, fc.nat({ max: 10_000 })]] : [])),
      ),
    );
    const encoders = {
      'openai-chat': encodeChat,
      'openai-responses': encodeResponses,
      'anthropic-messages': encodeAnthropic,
      'gemini-generate': encodeGemini,
    } satisfies Record<Dialect, unknown>;
    fc.assert(
      fc.property(counts, fc.constantFrom(...DIALECTS), (classes, dialect) => {
        const usage = { ...NO_USAGE, ...classes, input: 1 + (classes['input'] as number) };
        for (const reading of readings(dialect, encoders[dialect](usage))) {
          expect([inputTotal(reading!), outputTotal(reading!), reading!.reasoning]).toEqual([
            inputTotal(usage),
            outputTotal(usage),
            usage.reasoning,
          ]);
          expect(reading!.isClamped).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
