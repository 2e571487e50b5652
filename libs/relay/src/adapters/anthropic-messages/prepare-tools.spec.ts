import type { ChatRequest, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import type { UpstreamTraits } from '../codec';
import { nameTools } from '../name-tools';
import { NAME_RULE, prepareTools } from './prepare-tools';

const f = (name: string, more: object = {}): Tool => ({
  type: 'function',
  name,
  parameters: { type: 'object' },
  ...more,
});

function prepare(fields: Partial<ChatRequest>, cacheMarks: UpstreamTraits['cacheMarks'] = 'all') {
  const losses: Loss[] = [];
  const request: ChatRequest = {
    dialect: 'openai-responses',
    model: 'm',
    isStream: false,
    wantsStreamUsage: false,
    messages: [],
    tools: [f('a'), f('b')],
    extra: {},
    ...fields,
  };
  const names = nameTools(request, 'anthropic-messages', NAME_RULE);
  return { ...prepareTools(request, names, cacheMarks, losses), losses, names };
}

describe('tools for Anthropic', () => {
  it('case 14, 18: the whole schema goes unchanged, and strict with it', () => {
    const parameters = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { a: { $ref: '#/$defs/x' }, b: { anyOf: [{ const: 1 }, { type: ['string', 'null'] }] } },
      $defs: { x: { enum: [0, null, ''] } },
      required: [],
      additionalProperties: false,
    };
    expect(prepare({ tools: [f('a', { parameters, isStrict: false, description: '' })] }).tools).toEqual([
      { name: 'a', description: '', input_schema: parameters, strict: false },
    ]);
  });

  it('adds only the type without which a schema is refused', () => {
    expect(
      prepare({ tools: [f('a', { parameters: undefined }), f('b', { parameters: { properties: {} } })] }).tools,
    ).toEqual([
      { name: 'a', input_schema: { type: 'object', properties: {} } },
      { name: 'b', input_schema: { type: 'object', properties: {} } },
    ]);
  });

  it.each([
    [undefined, undefined, undefined],
    [{ type: 'auto' }, undefined, { type: 'auto' }],
    [{ type: 'none' }, false, { type: 'none' }],
    [{ type: 'required' }, true, { type: 'any' }],
    [
      { type: 'tool', name: 'a', kind: 'function' },
      false,
      { type: 'tool', name: 'a', disable_parallel_tool_use: true },
    ],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
  ] as const)('case 11: the choice %j, parallel %s', (toolChoice, parallelToolCalls, wire) => {
    expect(prepare({ ...(toolChoice && { toolChoice }), parallelToolCalls }).toolChoice).toEqual(wire);
  });

  it('case 11: of a choice among some tools only those are offered', () => {
    const prepared = prepare({ toolChoice: { type: 'allowed', names: ['b'], isRequired: true } });
    expect(prepared).toMatchObject({ tools: [{ name: 'b' }], toolChoice: { type: 'any' }, isForced: true, losses: [] });
  });

  it('case 11: a choice without tools is not sent', () => {
    const prepared = prepare({ tools: [], toolChoice: { type: 'required' } });
    expect(prepared.toolChoice).toBeUndefined();
    expect(prepared.losses).toMatchObject([{ field: 'tool_choice' }]);
  });

  it('case 12: names that are refused here are changed and turned back; no two become one, twins are left out', () => {
    const { tools, losses, names } = prepare({
      tools: [f('a.b'), f('a_b'), f('x'.repeat(200)), f('b', { namespace: 'mcp' }), f('a.b')],
    });
    const wire = tools!.map(({ name }) => name as string);
    expect(wire).toEqual([
      'a_b',
      expect.stringMatching(/^a_b_[0-9a-f]{8}$/),
      expect.stringMatching(/^x{119}_[0-9a-f]{8}$/),
      'mcp__b',
    ]);
    expect(wire.map((name) => names.fromWire(name))).toMatchObject([
      { name: 'a.b' },
      { name: 'a_b' },
      { name: 'x'.repeat(200) },
      { name: 'b', namespace: 'mcp' },
    ]);
    expect(losses.map(({ field }) => field)).toEqual(['tools[4]']);
  });

  it('case 11, 12: a choice means the tool under its wire name, in its namespace', () => {
    const toolChoice = { type: 'tool', name: 'b', kind: 'function' } as const;
    expect(prepare({ toolChoice, tools: [f('b', { namespace: 'mcp' })] }).toolChoice).toEqual({
      type: 'tool',
      name: 'mcp__b',
    });
  });

  it('case 12: tools of this dialect keep their names', () => {
    const { tools, losses } = prepare({ dialect: 'anthropic-messages', tools: [f('a.b'), f('')] });
    expect(tools!.map(({ name }) => name)).toEqual(['a.b', '']);
    expect(losses).toEqual([]);
  });

  it('case 43: marks are left out where the upstream refuses them', () => {
    const tools = [f('a', { cache: { ttl: '1h' } })];
    expect(prepare({ tools }, 'no-ttl').tools).toMatchObject([{ cache_control: { type: 'ephemeral' } }]);
    expect(prepare({ tools }, 'no-ttl').losses).toMatchObject([{ field: 'tools[0].cache_control.ttl' }]);
    expect(prepare({ tools }, 'none').tools![0]).not.toHaveProperty('cache_control');
  });

  it('case 66: what only another dialect understands of a tool is lost by name', () => {
    const rest = { dialect: 'gemini-generate', fields: { behavior: 'BLOCKING', response: null }, notes: { group: 0 } };
    expect(prepare({ tools: [f('a', { rest })] }).losses.map(({ field }) => field)).toEqual(['tools[0].behavior']);
  });

  it('case 15: a tool of free text becomes a function of one string; its grammar is told', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: "x"' };
    const { tools, losses } = prepare({
      tools: [{ type: 'custom', name: 'apply_patch', description: 'Patches.', format }],
    });
    expect(tools).toMatchObject([
      { name: 'apply_patch', input_schema: { properties: { input: { type: 'string' } }, required: ['input'] } },
    ]);
    expect(tools![0]!['description']).toContain('lark');
    expect(losses).toMatchObject([{ field: 'tools[0].format' }]);
  });

  it('case 16: a hosted tool of another provider is lost by name', () => {
    const opaque = { dialect: 'openai-responses', value: { type: 'web_search' } } as const;
    const { tools, losses } = prepare({ tools: [f('a'), { type: 'hosted', name: 'web_search', opaque }] });
    expect(tools).toHaveLength(1);
    expect(losses).toEqual([{ field: 'tools[1]', reason: expect.stringContaining('web_search') as string }]);
  });
});
