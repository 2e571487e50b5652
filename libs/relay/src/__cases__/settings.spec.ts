import type { Dialect } from '../model/dialect';
import { CONVERTED_PAIRS, DIALECTS, Route } from './__fixtures__/route';
import { SCHEMA, SCHEMA_FORMAT as FORMAT } from './__fixtures__/schema-format';
import type { Wire } from './__fixtures__/speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const inConfig = (fields: Wire): Wire => ({ generationConfig: fields });

/** The same setting in each dialect; undefined = it has none. */
const LIMIT: Readonly<Record<Dialect, (limit: number) => Wire>> = {
  [OC]: (limit) => ({ max_tokens: limit }),
  [OR]: (limit) => ({ max_output_tokens: limit }),
  [AM]: (limit) => ({ max_tokens: limit }),
  [GG]: (limit) => inConfig({ maxOutputTokens: limit }),
};
const SAMPLING: Readonly<Record<Dialect, Wire>> = {
  [OC]: { temperature: 0, top_p: 0.5 },
  [OR]: { temperature: 0, top_p: 0.5 },
  [AM]: { temperature: 0, top_p: 0.5 },
  [GG]: inConfig({ temperature: 0, topP: 0.5 }),
};
const JSON_MODE: Readonly<Partial<Record<Dialect, Wire>>> = {
  [OC]: { response_format: { type: 'json_object' } },
  [OR]: { text: { format: { type: 'json_object' } } },
  [GG]: inConfig({ responseMimeType: 'application/json' }),
};

describe('settings', () => {
  it.each(CONVERTED_PAIRS)('case 61: the limit means the same (%s to %s)', (from, to) => {
    const { sent, losses } = new Route(from, to).ask(LIMIT[from](321));
    const chat = { max_completion_tokens: 321 };
    expect(sent).toMatchObject(to === OC && !('max_tokens' in sent) ? chat : LIMIT[to](321));
    expect(losses).toEqual([]);
  });

  it.each([OC, OR, GG] as const)(
    'case 61: Anthropic’s insist on a limit: the model’s, or the channel’s option (%s)',
    (from) => {
      const most = (upstreamModel: string, config: Record<string, string> = {}) =>
        new Route(from, AM, { upstreamModel, target: { config } }).ask().sent['max_tokens'];
      expect(most('claude-3-haiku-20240307')).toBe(4096);
      expect(most('claude-opus-4-6')).toBe(8192);
      expect(most('claude-opus-4-6', { max_tokens: '64000' })).toBe(64_000);
      expect(new Route(OC, AM).ask({ max_completion_tokens: 5 }).sent['max_tokens']).toBe(5);
    },
  );

  it.each([OR, AM, GG] as const)(
    'case 61: reasoning models of OpenAI’s get the limit’s new name, and no sampling (%s)',
    (from) => {
      const fields =
        from === GG ? inConfig({ maxOutputTokens: 321, temperature: 0.5 }) : { ...LIMIT[from](321), temperature: 0.5 };
      const { sent, losses } = new Route(from, OC, { upstreamModel: 'o3' }).ask(fields);
      expect(sent).toMatchObject({ max_completion_tokens: 321 });
      expect(sent).not.toHaveProperty('max_tokens');
      expect(sent).not.toHaveProperty('temperature');
      expect(losses.join()).toMatch(/temperature/);
    },
  );

  it.each<[Dialect, string, Wire, string]>([
    [OC, 'stop', { stop: ['END7'] }, 'END7'],
    [OC, 'stop', { stop: 'END7' }, 'END7'],
    [OC, 'metadata', { metadata: { team: 'blue7' } }, 'blue7'],
    [OC, 'user', { user: 'ann7' }, 'ann7'],
    [OC, 'safety_identifier', { safety_identifier: 'ann7' }, 'ann7'],
    [OC, 'service_tier', { service_tier: 'flex' }, 'flex'],
    [OC, 'seed', { seed: 777 }, '777'],
    [OC, 'logprobs', { logprobs: true, top_logprobs: 7 }, ':7'],
    [OC, 'n', { n: 3 }, ':3'],
    [OC, 'logit_bias', { logit_bias: { 777: -7 } }, '777'],
    [OC, 'frequency_penalty', { frequency_penalty: 0.77 }, '0.77'],
    [OC, 'presence_penalty', { presence_penalty: 0.77 }, '0.77'],
    [OC, 'verbosity', { verbosity: 'low' }, 'low'],
    [OC, 'modalities', { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } }, 'alloy'],
    [OC, 'prediction', { prediction: { type: 'content', content: 'guess7' } }, 'guess7'],
    [OR, 'metadata', { metadata: { team: 'blue7' } }, 'blue7'],
    [OR, 'user', { user: 'ann7' }, 'ann7'],
    [OR, 'top_logprobs', { top_logprobs: 7 }, ':7'],
    [OR, 'truncation', { truncation: 'auto' }, 'truncation'],
    [OR, 'max_tool_calls', { max_tool_calls: 7 }, ':7'],
    [AM, 'stop_sequences', { stop_sequences: ['END7'] }, 'END7'],
    [AM, 'metadata', { metadata: { user_id: 'ann7' } }, 'ann7'],
    [AM, 'top_k', { top_k: 77 }, ':77'],
    [AM, 'container', { container: 'box7' }, 'box7'],
    [AM, 'mcp_servers', { mcp_servers: [{ type: 'url', url: 'https://m7.example', name: 'm' }] }, 'm7.example'],
    [GG, 'stopSequences', inConfig({ stopSequences: ['END7'] }), 'END7'],
    [GG, 'seed', inConfig({ seed: 777 }), '777'],
    [GG, 'candidateCount', inConfig({ candidateCount: 3 }), ':3'],
    [GG, 'topK', inConfig({ topK: 77 }), ':77'],
    [
      GG,
      'safetySettings',
      { safetySettings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_NONE' }] },
      'BLOCK_NONE',
    ],
    [GG, 'cachedContent', { cachedContent: 'cachedContents/c7' }, 'c7'],
    [GG, 'responseModalities', inConfig({ responseModalities: ['TEXT', 'IMAGE'] }), 'image'],
  ])('case 62: what is set goes or is told, never silently lost (%s: %s)', (from, name, fields, trace) => {
    for (const to of DIALECTS.filter((other) => other !== from)) {
      const { sent, losses } = new Route(from, to).ask(fields);
      const goes = JSON.stringify(sent).includes(trace);
      expect([to, name, goes || losses.length > 0]).toEqual([to, name, true]);
      if (!goes) {
        const error = new Route(from, to, { target: { config: { conversion: 'strict' } } }).refusal(fields);
        expect(error.status).toBe(400);
      }
    }
  });

  it.each(CONVERTED_PAIRS)('case 63: an answer by a schema, which stays what it is (%s to %s)', (from, to) => {
    const { sent } = new Route(from, to).ask(FORMAT[from]);
    if (to === OC)
      expect(sent['response_format']).toMatchObject({ type: 'json_schema', json_schema: { schema: SCHEMA } });
    else
      expect(sent).toMatchObject(
        to === OR ? { text: { format: { type: 'json_schema', schema: SCHEMA } } } : FORMAT[to],
      );
  });

  it.each(CONVERTED_PAIRS.filter(([from]) => from !== AM))(
    'case 63: any JSON, or it is told (%s to %s)',
    (from, to) => {
      const { sent, losses } = new Route(from, to).ask(JSON_MODE[from]);
      if (to === AM) expect(losses).toHaveLength(1);
      else expect([sent, losses]).toEqual([expect.objectContaining(JSON_MODE[to]!), []]);
    },
  );

  it.each(CONVERTED_PAIRS)('case 65: zero is a value (%s to %s)', (from, to) => {
    // Older models of each take both.
    const upstreamModel = {
      [OC]: 'gpt-4.1',
      [OR]: 'gpt-4.1',
      [AM]: 'claude-3-5-sonnet-20241022',
      [GG]: 'gemini-2.0-flash',
    }[to];
    const { sent, losses } = new Route(from, to, { upstreamModel }).ask(SAMPLING[from]);
    expect(sent).toMatchObject(SAMPLING[to]);
    expect(losses).toEqual([]);
  });

  it.each([
    [OC, { stop: [], temperature: null, tools: null, user: null, metadata: {}, logit_bias: {} }],
    [OR, { tools: [], temperature: null, instructions: null, metadata: {}, previous_response_id: null, text: {} }],
    [AM, { stop_sequences: [], tools: [], system: [], temperature: 1 }],
    [GG, { tools: [], safetySettings: [], generationConfig: { stopSequences: [] } }],
  ] as [Dialect, Wire][])(
    'case 65: null and empty lists ask for nothing: no fault and no loss (%s)',
    (from, fields) => {
      for (const to of DIALECTS.filter((other) => other !== from)) {
        const strict = new Route(from, to, { target: { config: { conversion: 'strict' } } });
        expect([to, strict.ask(fields).losses]).toEqual([to, []]);
        const { messages, input, contents, ...rest } = strict.ask(fields).sent;
        expect(messages ?? input ?? contents).toBeDefined();
        expect(Object.values(rest)).not.toContain(null);
      }
    },
  );

  it.each(DIALECTS)(
    'case 66: fields of next year go to the upstream’s own dialect, and are told elsewhere (%s)',
    (from) => {
      const name = from === GG ? 'fieldOfNextYear' : 'field_of_next_year';
      const news = { [name]: { deep: [1, null, 'x'] } };
      expect(new Route(from, from).ask(news).sent).toMatchObject(news);
      for (const to of DIALECTS.filter((other) => other !== from)) {
        const { sent, losses } = new Route(from, to).ask(news);
        expect(losses).toEqual([name]);
        expect(sent).not.toHaveProperty(name);
      }
    },
  );
});
