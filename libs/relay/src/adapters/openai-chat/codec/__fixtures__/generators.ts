import fc from 'fast-check';
import type { Fields } from '../openai-chat.wire';

export const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
const text = fc.string({ minLength: 1, maxLength: 12 }).map((value) => `t${value}`);
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const nullable = <T>(value: fc.Arbitrary<T>) => optional(fc.option(value));
const constant = fc.constant;
const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Fields> =>
  fc.record(fields).map((value) => JSON.parse(JSON.stringify(value)) as Fields);
/** A field of next year. */
const news = optional(json);
const cache = optional(
  fc.constantFrom<unknown>(null, { type: 'ephemeral' }, { type: 'ephemeral', ttl: '1h' }, { type: 'persistent' }),
);
const url = fc.oneof(
  word.map((path) => `https://a.example/${path}`),
  word.map((data) => `data:image/png;base64,${data}`),
  word.map((data) => `data:;base64,${data}`),
);

const textPart = record({ type: constant('text'), text: fc.string(), cache_control: cache, more: news });
const imagePart = record({
  type: constant('image_url'),
  image_url: fc.oneof(url, record({ url, detail: nullable(constant('low')), more: news })),
  cache_control: cache,
});
const audioPart = record({
  type: constant('input_audio'),
  input_audio: record({ data: fc.oneof(word, url), format: optional(fc.constantFrom('wav', 'mp3')), more: news }),
});
const filePart = record({
  type: constant('file'),
  file: fc.oneof(
    record({ file_data: fc.oneof(word, url), filename: nullable(word), file_id: nullable(word) }),
    record({ file_id: word, more: news }),
  ),
});
const videoPart = record({ type: constant('video_url'), video_url: fc.oneof(url, record({ url, fps: news })) });
const parts = <T>(part: fc.Arbitrary<T>) => fc.array(part, { maxLength: 3 });

const functionCall = (id: fc.Arbitrary<string>) =>
  record({
    id,
    type: optional(constant('function')),
    index: optional(fc.nat(3)),
    function: record({ name: word, arguments: fc.oneof(constant(''), constant('{}'), text, constant({ a: 1 })) }),
    extra_content: optional(
      fc.constantFrom<unknown>({ google: { thought_signature: 's', x: 1 } }, { google: {} }, { y: 1 }, null),
    ),
    more: news,
  });
const customCall = record({ id: word, type: constant('custom'), custom: record({ name: word, input: fc.string(), more: news }) });
const calls = fc.array(fc.oneof(functionCall(word), customCall), { maxLength: 3 });
const detail = fc.oneof(
  record({ type: constant('reasoning.text'), text: nullable(text), signature: nullable(word), index: optional(fc.nat(3)) }),
  record({ type: constant('reasoning.summary'), summary: text, format: optional(word) }),
  record({ type: constant('reasoning.encrypted'), data: fc.string(), id: nullable(word) }),
  record({ type: constant('reasoning.next_year'), what: json }),
);
const annotation = record({
  type: constant('url_citation'),
  url_citation: record({ url, title: text, start_index: fc.nat(9), end_index: fc.nat(9) }),
});
const thinking = {
  reasoning_content: nullable(fc.string()),
  reasoning: fc.oneof(nullable(fc.string()), constant({ odd: true })),
  reasoning_details: nullable(fc.array(detail, { maxLength: 3 })),
};
const refusalPart = record({ type: constant('refusal'), refusal: text });
const thinkingPart = constant({ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] });

const said = fc.oneof(
  record({ role: fc.constantFrom('system', 'developer'), content: fc.oneof(fc.string(), parts(textPart)), name: nullable(word) }),
  record({
    role: constant('user'),
    content: fc.oneof(fc.string(), parts(fc.oneof(textPart, imagePart, audioPart, filePart, videoPart))),
    cache_control: cache,
    more: news,
  }),
);
const assistant = record({
  role: constant('assistant'),
  content: nullable(fc.oneof(fc.string(), parts(fc.oneof(textPart, refusalPart, thinkingPart, imagePart)))),
  refusal: nullable(text),
  tool_calls: nullable(calls),
  function_call: nullable(record({ name: word, arguments: text })),
  annotations: nullable(fc.array(annotation, { maxLength: 2 })),
  audio: nullable(record({ id: word })),
  name: optional(word),
  cache_control: cache,
  ...thinking,
});
const result = fc.oneof(
  record({
    role: constant('tool'),
    tool_call_id: word,
    content: nullable(fc.oneof(fc.string(), parts(fc.oneof(textPart, imagePart)))),
    cache_control: cache,
    more: news,
  }),
  record({ role: constant('function'), name: word, content: fc.option(fc.string()) }),
);

const schema = fc.dictionary(word, json, { maxKeys: 3 });
const definition = record({ name: word, description: nullable(text), parameters: optional(schema), strict: nullable(fc.boolean()) });
const format = fc.constantFrom<unknown>(
  { type: 'text' },
  { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } },
);
const tool = fc.oneof(
  record({ type: optional(constant('function')), function: definition, cache_control: cache, more: news }),
  record({ type: constant('custom'), custom: record({ name: word, format: nullable(format) }), cache_control: cache }),
  record({ type: constant('web_search'), web_search: json }),
);
const named = fc.constantFrom('function', 'custom').chain((type) => record({ type: constant(type), [type]: record({ name: word }) }));

export const request = record({
  model: fc.constantFrom('gpt-4.1', 'o3', 'glm-4.6'),
  messages: fc.array(fc.oneof(said, assistant, result), { minLength: 1, maxLength: 5 }),
  tools: nullable(fc.array(tool, { maxLength: 3 })),
  functions: nullable(fc.array(record({ name: word, description: optional(text), more: news }), { maxLength: 2 })),
  tool_choice: nullable(
    fc.oneof(
      fc.constantFrom('auto', 'none', 'required', 'any'),
      named,
      record({ type: constant('allowed_tools'), allowed_tools: record({ mode: constant('auto'), tools: fc.array(named) }) }),
      record({ type: constant('next_year'), x: json }),
    ),
  ),
  function_call: nullable(fc.oneof(constant('auto'), record({ name: word }))),
  stream: nullable(constant(false)),
  max_tokens: nullable(fc.nat(9)),
  max_completion_tokens: nullable(fc.nat(9)),
  temperature: nullable(constant(0)),
  top_k: optional(fc.nat(9)),
  stop: nullable(fc.oneof(text, fc.array(text, { maxLength: 5 }))),
  n: nullable(fc.nat(3)),
  logprobs: nullable(fc.boolean()),
  top_logprobs: nullable(fc.nat(3)),
  user: nullable(word),
  safety_identifier: optional(word),
  metadata: nullable(fc.dictionary(word, text, { maxKeys: 2 })),
  reasoning_effort: nullable(fc.constantFrom('none', 'minimal', 'low', 'xhigh', 'default')),
  reasoning: nullable(
    record({ effort: optional(constant('high')), max_tokens: optional(fc.nat(9)), exclude: optional(fc.boolean()), more: news }),
  ),
  thinking: nullable(fc.oneof(record({ type: fc.constantFrom('enabled', 'disabled', 'auto', 'x') }), constant('odd'))),
  enable_thinking: nullable(fc.boolean()),
  thinking_budget: nullable(fc.nat(9)),
  response_format: nullable(
    fc.oneof(
      record({ type: fc.constantFrom('text', 'json_object', 'regex') }),
      record({ type: constant('json_schema'), json_schema: record({ name: word, schema, strict: nullable(fc.boolean()) }) }),
    ),
  ),
  web_search_options: nullable(record({ search_context_size: optional(constant('low')) })),
  store: nullable(fc.boolean()),
  audio: news,
  next_year: news,
});

const plainText = record({ type: constant('text'), text: fc.string(), more: news });

const message = record({
  role: constant('assistant'),
  content: nullable(fc.oneof(text, parts(fc.oneof(plainText, refusalPart)))),
  refusal: nullable(text),
  tool_calls: nullable(fc.array(fc.oneof(functionCall(word), customCall), { maxLength: 2 })),
  annotations: nullable(fc.array(annotation, { maxLength: 2 })),
  audio: nullable(record({ id: word, data: word, expires_at: fc.nat(9), transcript: text })),
  images: nullable(fc.array(record({ type: constant('image_url'), image_url: record({ url }), index: fc.nat(2) }), { maxLength: 2 })),
  extra_content: optional(constant({ google: { thought_signature: 's', x: 1 } })),
  more: news,
  ...thinking,
});

export const answer = record({
  id: word,
  object: constant('chat.completion'),
  created: fc.integer({ min: 1, max: 9 }),
  model: word,
  choices: fc.array(fc.tuple(message, fc.constantFrom('length', 'content_filter', 'tool_calls'), news), { minLength: 1, maxLength: 2 }).map(
    (list) =>
      list.map(([body, reason, more], index) => ({ index, message: body, finish_reason: reason, logprobs: more })),
  ),
  usage: optional(record({ prompt_tokens: fc.nat(9), completion_tokens: fc.nat(9), total_tokens: fc.nat(30), odd: news })),
  service_tier: nullable(word),
  system_fingerprint: nullable(word),
  more: news,
});
