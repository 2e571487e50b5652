import type { ChatRequest, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { nameTools } from '../name-tools';
import type { ToolNames } from '../tool-names';
import { readModelTraits } from './model-traits';
import { NAME_RULE, prepareTools } from './prepare-tools';

function prepare(tools: Tool[], model = 'gemini-3-pro'): { tools: unknown; losses: Loss[]; names: ToolNames } {
  const request: ChatRequest = {
    dialect: 'openai-chat',
    model: 'm',
    isStream: false,
    wantsStreamUsage: false,
    messages: [],
    tools,
    extra: {},
  };
  const losses: Loss[] = [];
  const names = nameTools(request, 'gemini-generate', NAME_RULE);
  return { tools: prepareTools(request, readModelTraits(model), names, losses), losses, names };
}

function declared(parameters: unknown): { declaration: Record<string, unknown>; losses: Loss[] } {
  const { tools, losses } = prepare([{ type: 'function', name: 'f', parameters }]);
  const [tool] = tools as { functionDeclarations: Record<string, unknown>[] }[];
  return { declaration: tool?.functionDeclarations[0] ?? {}, losses };
}

describe('prepareTools', () => {
  it('case 13: what Google reads as JSON schema goes as it is', () => {
    const parameters = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      properties: { a: { $ref: '#/$defs/A' }, b: { type: ['string', 'null'] }, c: { anyOf: [{ type: 'number' }] } },
      $defs: { A: { type: 'string' } },
    };
    expect(declared(parameters)).toEqual({ declaration: { name: 'f', parametersJsonSchema: parameters }, losses: [] });
  });

  it('case 13: a missing type is said, a missing schema is none', () => {
    expect(declared({ properties: {} }).declaration['parametersJsonSchema']).toEqual({
      properties: {},
      type: 'object',
    });
    expect(declared(undefined).declaration).toEqual({ name: 'f' });
  });

  it('case 13: other words are put into those of the Schema object, and what has none is told', () => {
    const { declaration, losses } = declared({
      $schema: 'x',
      type: 'object',
      additionalProperties: false,
      propertyNames: { pattern: '^a' },
      required: ['kind', 'gone'],
      properties: {
        kind: { const: 'a' },
        link: { $ref: '#/$defs/A', description: 'mine' },
        both: {
          allOf: [{ type: 'object', properties: { x: {} } }, { properties: { y: { type: ['integer', 'null'] } } }],
        },
        any: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        size: { enum: [1, 2] },
        self: { $ref: '#' },
        bare: { items: {} },
      },
      $defs: { A: { type: 'string', minLength: 1, description: 'theirs' } },
    });
    expect(declaration).toEqual({
      name: 'f',
      parameters: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { enum: ['a'], type: 'string' },
          link: { type: 'string', minLength: 1, description: 'mine' },
          both: {
            type: 'object',
            properties: { x: { type: 'string' }, y: { type: 'integer', nullable: true } },
          },
          any: { type: 'string', nullable: true },
          size: { type: 'integer' },
          self: expect.objectContaining({ type: 'object' }) as unknown,
          bare: { type: 'array', items: { type: 'string' } },
        },
      },
    });
    expect(losses).toEqual([
      { field: 'tools[0].parameters', reason: expect.stringContaining('propertyNames') as unknown },
    ]);
    expect(losses[0]?.reason).toContain('$ref');
  });

  it('case 15, 18: a tool of free text becomes a function of one string; its grammar and strictness are told', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: "x"' };
    const { tools, losses } = prepare([
      { type: 'custom', name: 'apply_patch', description: 'Patches.', format },
      { type: 'custom', name: 'say' },
      { type: 'function', name: 'f', isStrict: true },
    ]);
    const parametersJsonSchema = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] };
    expect(tools).toEqual([
      {
        functionDeclarations: [
          {
            name: 'apply_patch',
            description: expect.stringMatching(/^Patches\.\n\n.*lark/) as unknown,
            parametersJsonSchema,
          },
          { name: 'say', parametersJsonSchema },
          { name: 'f' },
        ],
      },
    ]);
    expect(losses.map(({ field }) => field)).toEqual(['tools[0].format', 'tools[2].isStrict']);
  });

  it('case 12: names that are refused here are changed and turned back; twins are left out', () => {
    const f = (name: string, more: object = {}): Tool => ({ type: 'function', name, ...more });
    const offered = [f('a.b:c-d'), f('1st tool'), f('x'.repeat(65)), f('b', { namespace: 'mcp' }), f('a.b:c-d')];
    const { tools, losses, names } = prepare(offered);
    const [group] = tools as { functionDeclarations: { name: string }[] }[];
    const wire = (group?.functionDeclarations ?? []).map(({ name }) => name);
    expect(wire).toEqual(['a.b:c-d', '_1st_tool', expect.stringMatching(/^x{55}_[0-9a-f]{8}$/), 'mcp__b']);
    expect(wire.map((name) => names.fromWire(name)?.name)).toEqual(['a.b:c-d', '1st tool', 'x'.repeat(65), 'b']);
    expect(losses.map(({ field }) => field)).toEqual(['tools[4]']);
  });

  it('case 16: hosted tools are mapped where there is the same, else told by name', () => {
    const hosted = (name: string): Tool => ({
      type: 'hosted',
      name,
      opaque: { dialect: 'openai-responses', value: { type: name } },
    });
    expect(prepare([hosted('web_search_preview')])).toMatchObject({ tools: [{ googleSearch: {} }], losses: [] });
    const { tools, losses } = prepare(
      [hosted('mcp'), hosted('web_search'), { type: 'function', name: 'f' }],
      'gemini-2.5-pro',
    );
    expect(tools).toEqual([{ functionDeclarations: [{ name: 'f' }] }]);
    expect(losses.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'tools[0] Gemini has no hosted tool like mcp',
      'tools[1] this model takes no web_search beside functions',
    ]);
  });

  it('case 46: the order of functions stays', () => {
    const { tools } = prepare(['b', 'a', 'c'].map((name) => ({ type: 'function', name })));
    expect(tools).toEqual([{ functionDeclarations: [{ name: 'b' }, { name: 'a' }, { name: 'c' }] }]);
  });
});
