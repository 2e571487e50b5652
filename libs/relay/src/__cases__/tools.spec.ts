import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../model/dialect';
import { HISTORY, type Entry } from './__fixtures__/history';
import { CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { parsed, type Wire } from './__fixtures__/speech';
import { TOOLS, type Choice, type OfferedTool } from './__fixtures__/tools';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const EMPTY = { type: 'object', properties: {} };
/** What vendors document as a name. */
const NAME: Readonly<Record<Dialect, RegExp>> = {
  'openai-chat': /^[\w-]{1,64}$/,
  'openai-responses': /^[\w-]{1,64}$/,
  'anthropic-messages': /^[\w-]{1,128}$/,
  'gemini-generate': /^[A-Za-z_][\w.:-]{0,63}$/,
};
const TWO: OfferedTool[] = [
  { name: 'get_weather', schema: EMPTY },
  { name: 'now', schema: EMPTY },
];
/** Most of what JSON schema has. */
const RICH = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['city'],
  properties: {
    city: { type: 'string', minLength: 1, pattern: '^[a-z]' },
    day: { $ref: '#/$defs/day' },
    unit: { const: 'C' },
    limit: { type: ['integer', 'null'], minimum: 0 },
    where: { anyOf: [{ type: 'string' }, { anyOf: [{ type: 'number' }, { type: 'null' }] }] },
    tags: { type: 'array', items: { type: 'string' } },
  },
  $defs: { day: { type: 'string', enum: ['today', 'tomorrow'] } },
};
const { unit: _const, city: _pattern, ...readByGoogle } = RICH.properties;
/** What https://ai.google.dev/api/caching#FunctionDeclaration lists of JSON schema. */
const FOR_GOOGLE = { ...RICH, required: ['day'], properties: readByGoogle };
const CHOICES: (Choice | undefined)[] = [undefined, 'auto', 'none', 'required', { name: 'now' }];

describe('tools that are offered', () => {
  it.each(CONVERTED_PAIRS)('case 11: every choice means the same, and none stays none (%s to %s)', (from, to) => {
    for (const choice of CHOICES) {
      const { sent, losses } = new Route(from, to).ask(TOOLS[from].write(TWO, choice));
      expect([choice, TOOLS[to].choice(sent)]).toEqual([choice, choice]);
      expect(losses).toEqual([]);
    }
  });

  it.each(CONVERTED_PAIRS.filter(([from]) => from !== GG))(
    'case 11: one call at a time is kept, or told where there is no word for it (%s to %s)',
    (from, to) => {
      const { sent, losses } = new Route(from, to).ask(TOOLS[from].write(TWO, undefined, true));
      if (to === GG) expect(losses.join()).toMatch(/parallel/);
      else expect([TOOLS[to].oneAtATime(sent), losses]).toEqual([true, []]);
      const silent = new Route(from, to).ask(TOOLS[from].write(TWO)).sent;
      expect(TOOLS[to].oneAtATime(silent)).toBeUndefined();
    },
  );

  it.each(CONVERTED_PAIRS)(
    'case 12: names and ids that are refused are changed and turned back (%s to %s)',
    (from, to) => {
      const names = ['mcp.files/read', `${'long_'.repeat(30)}a`, `${'long_'.repeat(30)}b`, 'mcp_files_read'];
      const id = 'call|1:ü b';
      const history: Entry[] = [
        { by: 'user', text: 'hi' },
        { call: id, name: names[0]!, input: '{}' },
        { result: id, text: 'ok' },
      ];
      const fields = {
        ...TOOLS[from].write(names.map((name) => ({ name, schema: EMPTY }))),
        ...HISTORY[from].write(history),
      };
      const route = new Route(from, to);
      const { sent } = route.ask(fields);
      const wireNames = TOOLS[to].tools(sent).map(({ name }) => name);
      expect(new Set(wireNames).size).toBe(names.length);
      for (const name of wireNames) expect(name).toMatch(NAME[to]);
      const [, call, result] = HISTORY[to].read(sent) as { call?: string; result?: string; name?: string }[];
      expect(call!.name).toBe(wireNames[0]);
      expect(result!.result).toBe(call!.call);
      if (to === AM) expect(call!.call).toMatch(/^[\w-]+$/);
      const calls = wireNames.map((name, index) => ({ id: `call_${index}`, name, input: '{}' }));
      const heard = route.hear({ calls }, fields);
      for (const { calls: told } of [heard.whole, heard.streamed]) expect(told.map(({ name }) => name)).toEqual(names);
    },
  );

  it.each([OC, OR, AM])('case 13: Google’s own words alone go where its JSON schema has none (%s)', (from) => {
    const known = new Set([
      ...['type', 'format', 'title', 'description', 'nullable', 'default', 'enum', 'required', 'propertyOrdering'],
      ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'minLength', 'maxLength', 'pattern', 'example'],
      ...['minimum', 'maximum', 'properties', 'items', 'anyOf'],
    ]);
    const check = (schema: Wire): void => {
      for (const key of Object.keys(schema)) expect(known).toContain(key);
      for (const inner of Object.values((schema['properties'] ?? {}) as Record<string, Wire>)) check(inner);
      for (const inner of (schema['anyOf'] ?? []) as Wire[]) check(inner);
      if (schema['items']) check(schema['items'] as Wire);
      expect(schema['type'] ?? schema['anyOf']).toBeDefined();
      expect(Array.isArray(schema['type'])).toBe(false);
    };
    const schema = { ...RICH, propertyNames: { pattern: '^a' } };
    const { sent, losses } = new Route(from, GG).ask(TOOLS[from].write([{ name: 'f', schema }]));
    const [tool] = TOOLS[GG].tools(sent);
    check(tool!.schema as Wire);
    expect(tool!.schema).toMatchObject({
      required: ['city'],
      properties: {
        city: { type: 'string', minLength: 1, pattern: '^[a-z]' },
        day: { enum: ['today', 'tomorrow'] },
        unit: { enum: ['C'] },
        limit: { type: 'integer', nullable: true, minimum: 0 },
      },
    });
    // Only what Google has no word for is told.
    expect(losses).toHaveLength(1);
  });

  it.each(CONVERTED_PAIRS)('cases 13, 14: a schema goes unchanged if the target takes it (%s to %s)', (from, to) => {
    const schema = to === GG ? FOR_GOOGLE : RICH;
    const { sent, losses } = new Route(from, to).ask(TOOLS[from].write([{ name: 'f', schema }]));
    expect(TOOLS[to].tools(sent)[0]!.schema).toEqual(schema);
    expect(losses).toEqual([]);
  });

  it.each(CONVERTED_PAIRS.filter(([from]) => from !== GG))(
    'case 18: strict is kept, or told (%s to %s)',
    (from, to) => {
      const { sent, losses } = new Route(from, to).ask(TOOLS[from].write([{ name: 'f', schema: EMPTY, strict: true }]));
      const [tool] = TOOLS[to].tools(sent);
      if (to === GG) expect(losses.join()).toMatch(/strict/i);
      else expect([tool!.strict, losses]).toEqual([true, []]);
    },
  );
});

const PATCH = '*** Begin Patch\n+ "quoted" Köln\n*** End Patch';
const CUSTOM = {
  tools: [
    { type: 'custom', name: 'apply_patch', format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/' } },
    {
      type: 'namespace',
      name: 'files',
      description: 'd',
      tools: [{ type: 'function', name: 'read', parameters: EMPTY }],
    },
  ],
};

describe('tools that only some have', () => {
  it.each([OC, AM, GG] as const)(
    'case 15: calls of custom tools and namespaces come back as such (Responses to %s)',
    (to) => {
      const route = new Route(OR, to);
      const { sent } = route.ask(CUSTOM);
      const isCustom = (name: string) => name.includes('apply_patch');
      const names =
        to === OC
          ? (sent['tools'] as Wire[])
              .map((tool) => (tool['function'] ?? tool['custom']) as { name: string })
              .map(({ name }) => name)
          : TOOLS[to].tools(sent).map(({ name }) => name);
      const wire = SPEECH[to].say({
        calls: names.map((name, index) => ({
          id: `call_${index}`,
          name,
          input: isCustom(name) ? JSON.stringify({ input: PATCH }) : '{"path":"a"}',
        })),
      });
      const output = route.answer(wire, CUSTOM)['output'] as Wire[];
      expect(output).toMatchObject([
        { type: 'custom_tool_call', name: 'apply_patch', input: PATCH },
        { type: 'function_call', name: 'read', namespace: 'files', arguments: '{"path":"a"}' },
      ]);
      const events = route.stream(
        SPEECH[to].sayInPieces({ calls: [{ id: 'call_0', name: names[0]!, input: JSON.stringify({ input: PATCH }) }] }),
        CUSTOM,
      );
      const deltas = events.filter(({ event }) => event === 'response.custom_tool_call_input.delta').map(parsed);
      expect(deltas.map(({ delta }) => delta).join('')).toBe(PATCH);
      expect(events.some(({ event }) => event === 'response.custom_tool_call_input.done')).toBe(true);
    },
  );

  it.each([OC, AM, GG] as const)(
    'case 15: a custom call of the history goes with its text and result (Responses to %s)',
    (to) => {
      const input = [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'patch' }] },
        { type: 'custom_tool_call', call_id: 'call_1', name: 'apply_patch', input: PATCH },
        { type: 'custom_tool_call_output', call_id: 'call_1', output: 'done' },
      ];
      const text = JSON.stringify(new Route(OR, to).ask({ ...CUSTOM, input }).sent);
      expect(text).toContain(JSON.stringify(PATCH).slice(1, -1).replaceAll('\\"', '').slice(0, 15));
      expect(text).toContain('Köln');
      expect(text).toContain('done');
    },
  );

  it.each([OC, AM, GG] as const)('case 15: tools offered within the history are tools (Responses to %s)', (to) => {
    const input = [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
      { type: 'additional_tools', role: 'developer', tools: [{ type: 'function', name: 'late', parameters: EMPTY }] },
    ];
    const { sent } = new Route(OR, to).ask({ input });
    expect(TOOLS[to].tools(sent).map(({ name }) => name)).toEqual(['late']);
  });

  it.each([
    [OR, OC, { type: 'mcp', server_label: 's', server_url: 'https://a.example' }],
    [OR, AM, { type: 'file_search', vector_store_ids: ['v'] }],
    [OR, GG, { type: 'mcp', server_label: 's', server_url: 'https://a.example' }],
    [AM, OC, { type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1 }],
    [AM, OR, { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' }],
    [AM, GG, { type: 'bash_20250124', name: 'bash' }],
    [GG, OC, { urlContext: {} }],
    [GG, OR, { googleMaps: {} }],
    [GG, AM, { codeExecution: {} }],
  ] as [Dialect, Dialect, Wire][])(
    'case 16: a hosted tool without equal is refused by strict channels and told by others (%s to %s)',
    (from, to, tool) => {
      const { sent, losses } = new Route(from, to).ask({ tools: [tool] });
      expect(losses).toEqual(['tools[0]']);
      expect(JSON.stringify(sent)).not.toContain(
        Object.keys(tool)[0] === 'type' ? (tool['type'] as string) : Object.keys(tool)[0],
      );
      const error = new Route(from, to, { target: { config: { conversion: 'strict' } } }).refusal({ tools: [tool] });
      expect(error).toMatchObject({ status: 400, param: 'tools[0]', code: 'conversion_loss' });
      expect(error.text.en).toMatch(
        new RegExp((tool['name'] as string) ?? (tool['type'] as string) ?? Object.keys(tool)[0]),
      );
    },
  );

  it('case 17: turns of server tools pass between Anthropic’s own', () => {
    const folder = join(__dirname, '../adapters/anthropic-messages/__fixtures__');
    const lines = readFileSync(join(folder, 'server-tool.chunks.txt'), 'utf8').trimEnd().split('\n');
    const events = lines.map((data) => ({ event: (JSON.parse(data) as { type: string }).type, data }));
    const passed = new Route(AM, AM).stream(events);
    expect(passed.slice(1)).toEqual(events.slice(1));
    const content = [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
      { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [{ type: 'web_search_result', url: 'u' }] },
    ];
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content },
    ];
    expect(new Route(AM, AM).ask({ messages }).sent['messages']).toEqual(messages);
  });

  it.each([
    [OC, { messages: [{ role: 'wizard', content: 'hi' }] }, 'messages[0].role'],
    [OC, { messages: [{ role: 'user', content: [{ type: 7 }] }] }, 'messages[0].content[0]'],
    [OR, { input: [{ type: 'message', role: 'user', content: 'hi' }, 7] }, 'input[1]'],
    [OR, { input: [{ role: 'user', content: 'hi' }, { type: 'next_year' }] }, 'input[1].type'],
    [AM, { messages: [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }] }, 'messages[0].content[0]'],
    [GG, { contents: [{ role: 'user', parts: [{ text: 'x' }, 7] }] }, 'contents[0].parts[1]'],
  ] as [Dialect, Wire, string][])(
    'case 19: what the history cannot hold is 400 with its path (%s)',
    (from, fields, path) => {
      for (const to of DIALECTS.filter((other) => other !== from)) {
        const error = new Route(from, to).refusal(fields);
        expect([error.status, error.param]).toEqual([400, expect.stringContaining(path)]);
      }
    },
  );
});
