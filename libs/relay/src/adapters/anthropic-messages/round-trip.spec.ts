import fc from 'fast-check';
import type { WireObject } from './anthropic-messages.wire';
import { anthropicMessagesCodec as codec } from './anthropic-messages.codec';
import {
  answerTarget,
  decodeAll,
  encodeAll,
  readChunks,
  readJson,
  requestTarget,
  toEvent,
} from './__fixtures__/fixtures';

const target = { ...requestTarget, acceptsSignature: () => true };

function throughRequest(body: WireObject) {
  return codec.encodeRequest(codec.decodeRequest(body, {}), { ...target, model: body['model'] as string });
}

function throughAnswer(body: WireObject) {
  return codec.encodeResponse(codec.decodeResponse(body), { ...answerTarget, model: body['model'] as string });
}

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
const text = fc.string({ minLength: 1, maxLength: 12 }).map((value) => `t${value}`);
const json = fc.jsonValue({ maxDepth: 2 });
const input = fc.dictionary(word, json, { maxKeys: 3 });
const cache = fc.option(
  fc.constantFrom<unknown>(
    null,
    { type: 'ephemeral' },
    { type: 'ephemeral', ttl: '5m' },
    { type: 'ephemeral', ttl: '1h' },
    { type: 'persistent', scope: 'global' },
  ),
  { nil: undefined },
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const url = word.map((path) => `https://a.example/${path}`);
/** A field of next year. */
const news = optional(json);
const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<WireObject> =>
  fc.record(fields).map((value) => JSON.parse(JSON.stringify(value)) as WireObject);
const constant = fc.constant;

const citation = fc.oneof(
  record({
    type: constant('char_location'),
    cited_text: text,
    document_index: fc.nat(3),
    document_title: constant(null),
  }),
  record({
    type: constant('web_search_result_location'),
    url,
    title: optional(text),
    cited_text: text,
    encrypted_index: word,
  }),
);
const textBlock = record({
  type: constant('text'),
  text,
  citations: optional(fc.oneof(constant(null), fc.array(citation, { maxLength: 2 }))),
  cache_control: cache,
});
const source = fc.oneof(
  record({ type: constant('base64'), media_type: constant('image/png'), data: word }),
  record({ type: constant('url'), url }),
  record({ type: constant('file'), file_id: word }),
  record({ type: constant('next_year'), where: word }),
);
const imageBlock = record({ type: constant('image'), source, cache_control: cache });
const documentBlock = record({
  type: constant('document'),
  source: fc.oneof(
    source,
    record({ type: constant('text'), media_type: constant('text/plain'), data: text }),
    record({ type: constant('content'), content: text }),
  ),
  title: optional(fc.option(text)),
  context: optional(fc.option(text)),
  citations: optional(fc.constantFrom<unknown>(null, {}, { enabled: true }, { enabled: false })),
  cache_control: cache,
});
const opaqueBlock = record({
  type: word.map((name) => `server_${name}`),
  id: word,
  payload: json,
  cache_control: cache,
});
const resultBlock = record({
  type: constant('tool_result'),
  tool_use_id: word,
  content: fc.array(fc.oneof(textBlock, imageBlock, documentBlock, opaqueBlock), { maxLength: 3 }),
  is_error: optional(fc.boolean()),
  cache_control: cache,
});
const thinkingBlock = record({
  type: constant('thinking'),
  thinking: fc.string({ maxLength: 9 }),
  signature: word,
  more: news,
});
const redactedBlock = record({ type: constant('redacted_thinking'), data: word });
const callBlock = record({
  type: constant('tool_use'),
  id: word,
  name: word,
  input,
  caller: optional(constant({ type: 'direct' })),
  cache_control: cache,
});

const userContent = fc
  .tuple(
    fc.array(resultBlock, { maxLength: 2 }),
    fc.array(fc.oneof(textBlock, imageBlock, documentBlock, opaqueBlock), { minLength: 1, maxLength: 3 }),
  )
  .map(([results, others]) => [...results, ...others]);
const assistantContent = fc.array(fc.oneof(thinkingBlock, redactedBlock, textBlock, callBlock, opaqueBlock), {
  minLength: 1,
  maxLength: 4,
});
const messages = fc
  .array(fc.tuple(userContent, assistantContent, optional(fc.array(textBlock, { minLength: 1, maxLength: 2 }))), {
    minLength: 1,
    maxLength: 3,
  })
  .map((turns) =>
    turns.flatMap(([user, assistant, system]) => [
      { role: 'user', content: user },
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'assistant', content: assistant },
    ]),
  );

const tool = fc.oneof(
  record({
    name: word,
    type: optional(fc.constantFrom(null, 'custom')),
    description: optional(text),
    input_schema: input.map((schema) => ({ type: 'object', ...schema })),
    strict: optional(fc.boolean()),
    defer_loading: optional(fc.boolean()),
    input_examples: optional(constant([])),
    cache_control: cache,
  }),
  record({ type: word.map((name) => `${name}_20260101`), name: word, max_uses: fc.nat(3), cache_control: cache }),
);

const thinking = fc.oneof(
  constant(undefined),
  constant({ type: 'disabled' }),
  record({ type: constant('adaptive'), display: optional(fc.constantFrom('summarized', 'omitted', 'updates', null)) }),
  record({ type: constant('enabled'), budget_tokens: fc.integer({ min: 1024, max: 4000 }), more: news }),
  record({ type: constant('next_year'), depth: json }),
);
const outputConfig = optional(
  record({
    effort: optional(fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max', null)),
    format: optional(fc.oneof(constant(null), record({ type: constant('json_schema'), schema: input }))),
    task_budget: optional(json),
  }),
);

const request = record({
  model: constant('claude-sonnet-4-5'),
  max_tokens: fc.integer({ min: 4096, max: 64000 }),
  messages,
  system: optional(fc.array(textBlock, { maxLength: 2 })),
  tools: optional(fc.array(tool, { minLength: 1, maxLength: 3 })),
  tool_choice: optional(
    fc.oneof(
      record({ type: fc.constantFrom('auto', 'any'), disable_parallel_tool_use: optional(fc.boolean()) }),
      record({ type: constant('tool'), name: word, more: news }),
      constant({ type: 'none' }),
    ),
  ),
  stream: optional(constant(true)),
  thinking,
  output_config: outputConfig,
  temperature: optional(constant(1)),
  top_p: optional(constant(0.95)),
  stop_sequences: optional(fc.array(text, { maxLength: 2 })),
  metadata: optional(record({ user_id: optional(fc.option(word)), team: optional(json) })),
  service_tier: optional(fc.constantFrom('auto', 'standard_only', null)),
  cache_control: cache,
  container: optional(json),
  mcp_servers: optional(constant([])),
});

describe('the Messages API through the neutral model and back', () => {
  it('case 17, 42, 65, 66: any request comes back whole', () => {
    fc.assert(
      fc.property(request, (body) => {
        const { value, losses } = throughRequest(body);
        expect(value).toEqual(body);
        expect(losses).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('case 10, 17, 31, 42, 59: a request of an agent comes back whole', () => {
    const body = readJson('agent-request.json');
    expect(throughRequest(body)).toEqual({ value: body, losses: [] });
  });

  it('reads a string as one block of text, wherever one may stand', () => {
    const { value } = throughRequest({
      model: 'm',
      max_tokens: 1,
      system: 's',
      messages: [{ role: 'user', content: 'u' }],
    });
    expect(value).toEqual({
      model: 'm',
      max_tokens: 1,
      system: [{ type: 'text', text: 's' }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'u' }] }],
    });
  });

  it('case 17, 32, 47, 64: any answer comes back whole', () => {
    const answer = record({
      id: word.map((id) => `msg_${id}`),
      type: constant('message'),
      role: constant('assistant'),
      model: word,
      // Answers have no cache marks.
      content: assistantContent.map((blocks) => blocks.map(({ cache_control: _mark, ...block }) => block)),
      stop_reason: fc.constantFrom(
        'max_tokens',
        'model_context_window_exceeded',
        'refusal',
        'pause_turn',
        'tool_use',
        'stop_sequence',
      ),
      stop_sequence: fc.option(word),
      container: optional(json),
      stop_details: optional(json),
      usage: fc
        .record({
          a: fc.nat(9),
          b: fc.nat(9),
          c: fc.nat(9),
          d: fc.nat(9),
          e: fc.integer({ min: 1, max: 99 }),
          geo: news,
        })
        .map(({ a, b, c, d, e, geo }) => ({
          input_tokens: a,
          cache_creation_input_tokens: b + c,
          cache_read_input_tokens: d,
          cache_creation: { ephemeral_5m_input_tokens: b, ephemeral_1h_input_tokens: c },
          output_tokens: e,
          inference_geo: geo,
        })),
    });
    fc.assert(
      fc.property(answer, (body) => {
        expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('an answer with everything in it comes back whole', () => {
    const body = readJson('answer.json');
    expect(throughAnswer(body)).toEqual({ value: body, losses: [] });
  });

  it.each(['text', 'tool-calls', 'thinking', 'server-tool'])(
    'the stream %s says the same after a way through',
    (name) => {
      const events = decodeAll(readChunks(`${name}.chunks.txt`));
      expect(events.at(-1)).toEqual({ type: 'end' });
      const { written, losses } = encodeAll(events, { ...answerTarget, model: (events[0] as { model: string }).model });
      expect(decodeAll(written)).toEqual(events);
      expect(losses).toEqual([]);
    },
  );

  it('case 32: any stream says the same after a way through', () => {
    const block = fc.oneof(
      fc.tuple(
        record({ type: constant('text'), text: constant('') }),
        fc.array(record({ type: constant('text_delta'), text })),
      ),
      fc.tuple(
        record({ type: constant('thinking'), thinking: constant(''), signature: constant('') }),
        fc.array(
          fc.oneof(
            record({ type: constant('thinking_delta'), thinking: text }),
            record({ type: constant('signature_delta'), signature: word }),
          ),
          { maxLength: 2 },
        ),
      ),
      fc.tuple(redactedBlock, constant([])),
      fc.tuple(
        record({ type: constant('tool_use'), id: word, name: word, input: constant({}), caller: news }),
        input.map((value) => {
          const whole = JSON.stringify(value);
          return [whole.slice(0, 3), whole.slice(3)].map((piece) => ({
            type: 'input_json_delta',
            partial_json: piece,
          }));
        }),
      ),
      fc.tuple(opaqueBlock, constant([])),
    );
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 4 }),
        fc.constantFrom('end_turn', 'max_tokens', 'refusal'),
        (blocks, reason) => {
          const usage = { input_tokens: 3, output_tokens: 4 };
          const wire = [
            { type: 'message_start', message: { id: 'msg_1', model: 'm', usage } },
            ...blocks.flatMap(([content, deltas], index) => [
              { type: 'content_block_start', index, content_block: content },
              ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
              { type: 'content_block_stop', index },
            ]),
            { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage },
            { type: 'message_stop' },
          ];
          const events = decodeAll(wire.map((body) => toEvent(JSON.stringify(body))));
          const { written, bodies } = encodeAll(events, { ...answerTarget, model: 'm' });
          const again = decodeAll(written);
          if (reason === 'end_turn' && blocks.some(([content]) => content['type'] === 'tool_use')) {
            // An upstream's slip, mended on the way.
            expect(bodies.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
            expect(again.length).toBe(events.length);
          } else expect(again).toEqual(events);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
