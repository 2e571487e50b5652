import fc from 'fast-check';
import type { WireObject } from '../openai-responses.wire';

export const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
export const text = fc.string({ maxLength: 12 });
export const json = fc.jsonValue({ maxDepth: 2 });
export const object = fc.dictionary(word, json, { maxKeys: 3 });
export const { constant } = fc;
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** A field of next year. */
export const news = optional(json);
export const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<WireObject> =>
  fc.record(fields).map((value) => JSON.parse(JSON.stringify(value)) as WireObject);

const status = optional(fc.constantFrom('completed', 'incomplete', null));
const mark = optional(fc.constantFrom<unknown>(null, { mode: 'explicit' }, { mode: 'explicit', more: 1 }));
const dataUrl = fc.constantFrom('data:image/png;base64,aGk=', 'data:text/plain,hi', 'https://a.example/x');
const inputText = record({ type: constant('input_text'), text, prompt_cache_breakpoint: mark, more: news });
const image = fc.oneof(
  record({
    type: constant('input_image'),
    image_url: dataUrl,
    file_id: optional(constant(null)),
    detail: optional(fc.constantFrom('auto', 'original', null)),
    prompt_cache_breakpoint: mark,
  }),
  record({ type: constant('input_image'), file_id: word, image_url: optional(constant(null)), more: news }),
);
const file = fc.oneof(
  record({
    type: constant('input_file'),
    filename: optional(fc.constantFrom('a.pdf', 'b.txt', null)),
    file_data: fc.constantFrom('data:application/pdf;base64,aGk=', 'aGk='),
    file_id: optional(word),
    prompt_cache_breakpoint: mark,
  }),
  record({ type: constant('input_file'), file_url: dataUrl, detail: optional(constant('low')) }),
  record({ type: constant('input_file'), file_id: word }),
);
const audio = record({
  type: constant('input_audio'),
  input_audio: record({ data: word, format: constant('wav'), more: news }),
});
const annotation = fc.oneof(
  record({ type: constant('url_citation'), url: word, title: text, start_index: fc.nat(9), end_index: fc.nat(9) }),
  record({ type: constant('file_citation'), file_id: word, filename: word, index: fc.nat(3) }),
);
export const outputText = record({
  type: constant('output_text'),
  text,
  annotations: optional(fc.oneof(constant(null), fc.array(annotation, { maxLength: 2 }))),
  logprobs: optional(fc.constantFrom<unknown>(null, [], [{ token: 'a', logprob: -1, top_logprobs: [] }])),
  more: news,
});
const refusal = record({ type: constant('refusal'), refusal: text, more: news });

const userMessage = record({
  type: optional(constant('message')),
  role: fc.constantFrom('user', 'system', 'developer'),
  content: fc.oneof(text, fc.array(fc.oneof(inputText, image, file, audio), { maxLength: 3 })),
  id: optional(word),
  status,
  more: news,
});
const assistantFields = { role: constant('assistant'), id: optional(word), status, phase: optional(word), more: news };
const assistantMessage = record({
  type: optional(constant('message')),
  content: fc.oneof(text, fc.array(fc.oneof(outputText, refusal, inputText), { maxLength: 3 })),
  ...assistantFields,
});
export const answerMessage = record({
  type: constant('message'),
  content: fc.array(fc.oneof(outputText, refusal), { maxLength: 3 }),
  ...assistantFields,
});
const reasoningTexts = (type: string) => fc.array(record({ type: constant(type), text }), { maxLength: 2 });
export const reasoning = record({
  type: constant('reasoning'),
  id: word,
  summary: reasoningTexts('summary_text'),
  content: optional(fc.oneof(constant(null), reasoningTexts('reasoning_text'))),
  encrypted_content: optional(fc.oneof(constant(null), constant(''), word)),
  status,
  more: news,
});
export const call = fc.oneof(
  record({
    type: constant('function_call'),
    id: optional(word),
    call_id: word,
    name: word,
    namespace: optional(fc.option(word)),
    arguments: text,
    status,
    caller: news,
  }),
  record({ type: constant('custom_tool_call'), call_id: word, name: word, input: text, id: optional(word), more: news }),
);
const output = fc.oneof(text, fc.array(fc.oneof(inputText, image, file), { maxLength: 2 }));
const result = record({
  type: fc.constantFrom('function_call_output', 'custom_tool_call_output'),
  call_id: word,
  output,
  id: optional(fc.option(word)),
  status,
});
export const hosted = record({
  type: fc.constantFrom('web_search_call', 'mcp_call', 'shell_call', 'apply_patch_call', 'compaction', 'program'),
  id: word,
  status,
  payload: json,
});
const others = record({
  type: fc.constantFrom('shell_call_output', 'mcp_approval_response', 'compaction_trigger', 'item_reference'),
  id: word,
  payload: json,
});
const functionTool = {
  name: word,
  description: optional(fc.option(text)),
  parameters: optional(fc.option(object)),
  strict: optional(fc.option(fc.boolean())),
  defer_loading: optional(fc.boolean()),
};
const innerTool = fc.oneof(
  record({ type: constant('function'), ...functionTool }),
  record({ type: constant('custom'), name: word, description: optional(text), format: optional(object) }),
);
const namespace = record({
  type: constant('namespace'),
  name: word,
  description: text,
  tools: fc.array(innerTool, { maxLength: 3 }),
  more: news,
});
const hostedTool = record({ type: fc.constantFrom('web_search', 'tool_search', 'mcp', 'image_generation'), more: news });
const tool = fc.oneof(innerTool, namespace, hostedTool);
const additional = record({
  type: constant('additional_tools'),
  role: constant('developer'),
  tools: fc.array(tool, { maxLength: 2 }),
});
const item = fc.oneof(userMessage, assistantMessage, reasoning, call, result, hosted, others, additional);

const toolChoice = fc.oneof(
  fc.constantFrom('auto', 'none', 'required', null),
  record({ type: fc.constantFrom('function', 'custom'), name: word }),
  record({ type: constant('mcp'), server_label: word, name: news }),
  record({
    type: constant('allowed_tools'),
    mode: fc.constantFrom('auto', 'required'),
    tools: fc.array(record({ type: fc.constantFrom('function', 'web_search'), name: word }), { maxLength: 2 }),
  }),
);
const format = fc.oneof(
  fc.constantFrom<unknown>(null, { type: 'text' }, { type: 'json_object' }, { type: 'next_year', a: 1 }),
  record({
    type: constant('json_schema'),
    name: word,
    schema: object,
    strict: optional(fc.option(fc.boolean())),
    description: optional(text),
    more: news,
  }),
);

export const request = record({
  model: constant('gpt-5.1'),
  input: fc.oneof(text, fc.array(item, { maxLength: 6 })),
  instructions: optional(fc.option(text)),
  tools: optional(fc.option(fc.array(tool, { maxLength: 3 }))),
  tool_choice: optional(toolChoice),
  parallel_tool_calls: optional(fc.option(fc.boolean())),
  max_output_tokens: optional(fc.option(fc.nat(999))),
  max_tool_calls: optional(fc.nat(3)),
  temperature: optional(fc.constantFrom(0, 1, null)),
  top_p: optional(constant(0.5)),
  reasoning: optional(
    fc.option(
      record({
        effort: optional(fc.constantFrom('none', 'minimal', 'high', 'max', 'next_year', null)),
        summary: optional(fc.constantFrom('auto', 'detailed', null)),
        mode: optional(constant('pro')),
      }),
    ),
  ),
  text: optional(
    fc.option(record({ format: optional(format), verbosity: optional(fc.constantFrom('low', null)), more: news })),
  ),
  include: optional(
    fc.option(fc.subarray(['reasoning.encrypted_content', 'message.output_text.logprobs', 'web_search_call.results'])),
  ),
  store: optional(fc.option(fc.boolean())),
  previous_response_id: optional(word),
  truncation: optional(fc.constantFrom('auto', 'disabled', null)),
  metadata: optional(fc.option(fc.dictionary(word, text))),
  user: optional(word),
  safety_identifier: optional(fc.option(word)),
  prompt_cache_key: optional(word),
  prompt_cache_retention: optional(fc.constantFrom('24h', null)),
  service_tier: optional(fc.constantFrom('auto', 'flex', null)),
  top_logprobs: optional(fc.constantFrom(0, 3, null)),
  background: optional(fc.option(fc.boolean())),
  conversation: optional(fc.option(word)),
  context_management: optional(constant([{ type: 'compaction', compact_threshold: 1 }])),
  stream: optional(fc.option(fc.boolean())),
  stream_options: optional(fc.constantFrom<unknown>(null, { include_obfuscation: false })),
  next_year: news,
});

export const answer = record({
  id: word.map((id) => `resp_${id}`),
  object: constant('response'),
  created_at: fc.integer({ min: 1, max: 9e8 }),
  model: word,
  status: constant('completed'),
  error: constant(null),
  incomplete_details: constant(null),
  output: fc.array(fc.oneof(answerMessage, reasoning, call, hosted), { maxLength: 5 }),
  usage: fc
    .tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 }), news)
    .map(([input, cached, written, reasoned, said, more]) => ({
      input_tokens: input + cached + written,
      input_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
      output_tokens: reasoned + said,
      output_tokens_details: { reasoning_tokens: reasoned },
      total_tokens: input + cached + written + reasoned + said,
      more,
    })),
  service_tier: optional(fc.constantFrom('default', 'next_year', null)),
  temperature: optional(constant(1)),
  tools: optional(fc.array(tool, { maxLength: 1 })),
  next_year: news,
});
