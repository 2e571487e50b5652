import fc from 'fast-check';
import type { WireObject } from '../anthropic-messages.wire';

export const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
export const text = fc.string({ minLength: 1, maxLength: 12 }).map((value) => `t${value}`);
export const json = fc.jsonValue({ maxDepth: 2 });
export const input = fc.dictionary(word, json, { maxKeys: 3 });
export const cache = fc.option(
  fc.constantFrom<unknown>(
    null,
    { type: 'ephemeral' },
    { type: 'ephemeral', ttl: '5m' },
    { type: 'ephemeral', ttl: '1h' },
    { type: 'persistent', scope: 'global' },
  ),
  { nil: undefined },
);
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
export const url = word.map((path) => `https://a.example/${path}`);
/** A field of next year. */
export const news = optional(json);
export const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<WireObject> =>
  fc.record(fields).map((value) => JSON.parse(JSON.stringify(value)) as WireObject);
export const constant = fc.constant;

export const citation = fc.oneof(
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
export const textBlock = record({
  type: constant('text'),
  text,
  citations: optional(fc.oneof(constant(null), fc.array(citation, { maxLength: 2 }))),
  cache_control: cache,
});
export const source = fc.oneof(
  record({ type: constant('base64'), media_type: constant('image/png'), data: word }),
  record({ type: constant('url'), url }),
  record({ type: constant('file'), file_id: word }),
  record({ type: constant('next_year'), where: word }),
);
export const imageBlock = record({ type: constant('image'), source, cache_control: cache });
export const documentBlock = record({
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
export const opaqueBlock = record({
  type: word.map((name) => `server_${name}`),
  id: word,
  payload: json,
  cache_control: cache,
});
export const resultBlock = record({
  type: constant('tool_result'),
  tool_use_id: word,
  content: fc.array(fc.oneof(textBlock, imageBlock, documentBlock, opaqueBlock), { maxLength: 3 }),
  is_error: optional(fc.boolean()),
  cache_control: cache,
});
export const thinkingBlock = record({
  type: constant('thinking'),
  thinking: fc.string({ maxLength: 9 }),
  signature: word,
  more: news,
});
export const redactedBlock = record({ type: constant('redacted_thinking'), data: word });
export const callBlock = record({
  type: constant('tool_use'),
  id: word,
  name: word,
  input,
  caller: optional(constant({ type: 'direct' })),
  cache_control: cache,
});

export const userContent = fc
  .tuple(
    fc.array(resultBlock, { maxLength: 2 }),
    fc.array(fc.oneof(textBlock, imageBlock, documentBlock, opaqueBlock), { minLength: 1, maxLength: 3 }),
  )
  .map(([results, others]) => [...results, ...others]);
export const assistantContent = fc.array(fc.oneof(thinkingBlock, redactedBlock, textBlock, callBlock, opaqueBlock), {
  minLength: 1,
  maxLength: 4,
});
export const messages = fc
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

export const tool = fc.oneof(
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

export const thinking = fc.oneof(
  constant(undefined),
  constant({ type: 'disabled' }),
  record({ type: constant('adaptive'), display: optional(fc.constantFrom('summarized', 'omitted', 'updates', null)) }),
  record({ type: constant('enabled'), budget_tokens: fc.integer({ min: 1024, max: 4000 }), more: news }),
  record({ type: constant('next_year'), depth: json }),
);
export const outputConfig = optional(
  record({
    effort: optional(fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max', null)),
    format: optional(fc.oneof(constant(null), record({ type: constant('json_schema'), schema: input }))),
    task_budget: optional(json),
  }),
);

export const request = record({
  model: constant('claude-sonnet-4-5'),
  max_tokens: fc.integer({ min: 4096, max: 64000 }),
  messages,
  system: optional(fc.array(textBlock, { maxLength: 2 })),
  tools: optional(fc.array(tool, { maxLength: 3 })),
  tool_choice: optional(
    fc.oneof(
      record({ type: fc.constantFrom('auto', 'any'), disable_parallel_tool_use: optional(fc.boolean()) }),
      record({ type: constant('tool'), name: word, more: news }),
      constant({ type: 'none' }),
    ),
  ),
  stream: optional(fc.boolean()),
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

