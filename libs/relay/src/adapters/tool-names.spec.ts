import fc from 'fast-check';
import { NO_RULE, ToolNames, type AskedTool, type NameRule } from './tool-names';

const RULE: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, forbiddenStart: /[^a-zA-Z_]/, longest: 16 };
const VALID = /^[a-zA-Z_][a-zA-Z0-9_-]{0,15}$/;

const f = (name: string, namespace?: string): AskedTool => ({
  name,
  ...(namespace !== undefined && { namespace }),
  kind: 'function',
});

/** Few letters, so that names clash once they are clean. */
const name = fc.string({ unit: fc.constantFrom('a', '.', '_', '1', '好', '\n'), maxLength: 24 });
const tools = fc.uniqueArray(
  fc.record({ name, namespace: fc.option(name, { nil: undefined }) }).map((tool) => f(tool.name, tool.namespace)),
  { selector: (tool) => JSON.stringify([tool.namespace, tool.name]), maxLength: 12 },
);

describe('names of tools', () => {
  it('leaves a name alone that the dialect takes', () => {
    const names = new ToolNames(RULE);
    expect(names.toWire(f('get_weather-2'))).toBe('get_weather-2');
    expect(names.fromWire('get_weather-2')).toEqual(f('get_weather-2'));
    expect(names.fromWire('made_up')).toBeUndefined();
  });

  it('case 12: any tools get valid names, no two the same, and each turns back', () => {
    fc.assert(
      fc.property(tools, (asked) => {
        const names = new ToolNames(RULE);
        const wire = asked.map((tool) => names.toWire(tool));
        expect(new Set(wire).size).toBe(asked.length);
        wire.forEach((one, index) => {
          expect(one).toMatch(VALID);
          expect(names.fromWire(one)).toEqual(asked[index]);
        });
      }),
    );
  });

  it('case 12, 46: the same tools in the same order get the same names, however often they are mentioned', () => {
    fc.assert(
      fc.property(tools, fc.array(fc.nat()), (asked, mentions) => {
        const first = new ToolNames(RULE);
        const second = new ToolNames(RULE);
        const wire = asked.map((tool) => first.toWire(tool));
        expect(asked.map((tool) => second.toWire(tool))).toEqual(wire);
        for (const mention of asked.length === 0 ? [] : mentions) {
          const index = mention % asked.length;
          expect(second.toWire(asked[index]!)).toBe(wire[index]);
        }
      }),
    );
  });

  it('case 12: a long name is cut and marked, so that it differs from others of the same beginning', () => {
    const names = new ToolNames(RULE);
    const [one, two] = [names.toWire(f(`${'x'.repeat(30)}1`)), names.toWire(f(`${'x'.repeat(30)}2`))];
    expect(one).toMatch(/^x{7}_[0-9a-f]{8}$/);
    expect(two).not.toBe(one);
  });

  it('case 12: a namespace goes before the name; who has that very name gets another', () => {
    const names = new ToolNames(RULE);
    expect(names.toWire(f('b', 'a'))).toBe('a__b');
    expect(names.toWire(f('a__b'))).toMatch(/^a__b_[0-9a-f]{8}$/);
    expect(names.toWire(f('b'))).toBe('b');
    expect(names.fromWire('a__b')).toEqual(f('b', 'a'));
  });

  it('case 12: names that become one when clean stay two, even beside one that has the mark already', () => {
    const others = new ToolNames(RULE);
    others.toWire(f('a.b'));
    const marked = others.toWire(f('a_b'));
    const names = new ToolNames(RULE);
    const wire = [marked, 'a.b', 'a_b'].map((one) => names.toWire(f(one)));
    expect(new Set(wire).size).toBe(3);
  });

  it('keeps the first kind of a tool, whatever the history says of it', () => {
    const names = new ToolNames(RULE);
    names.toWire({ name: 'patch', kind: 'custom' });
    names.toWire(f('patch'));
    expect(names.fromWire('patch')).toEqual({ name: 'patch', kind: 'custom' });
  });

  it('changes nothing where there is no rule', () => {
    fc.assert(fc.property(fc.string(), (any) => expect(new ToolNames(NO_RULE).toWire(f(any))).toBe(any)));
  });
});
