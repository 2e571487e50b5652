import type { Dialect } from '../model/dialect';
import { HOUR, MARKED, SHORT } from './__fixtures__/cache-marks';
import { CONVERTED_PAIRS, DIALECTS, Route } from './__fixtures__/route';
import type { Wire } from './__fixtures__/speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
describe('prompt caching', () => {
  it.each([AM, OC] as const)('case 42: every mark reaches Anthropic’s with its time (%s)', (from) => {
    const { sent, losses } = new Route(from, AM).ask(MARKED[from]);
    expect(sent).toMatchObject({ tools: MARKED[AM]['tools'], system: MARKED[AM]['system'] });
    const [question, , result] = sent['messages'] as { content: Wire[] }[];
    expect(question!.content[0]).toEqual({ type: 'text', text: 'long', cache_control: SHORT });
    expect(result!.content[0]).toMatchObject({ type: 'tool_result', tool_use_id: 'call_a', cache_control: SHORT });
    expect(losses).toEqual([]);
  });

  it('case 42: marks within a call of Responses reach Anthropic’s as well', () => {
    const { sent, losses } = new Route(OR, AM).ask(MARKED[OR]);
    expect(sent['system']).toEqual([{ type: 'text', text: 'rules', cache_control: SHORT }]);
    expect((sent['messages'] as { content: Wire[] }[])[0]!.content[0]).toMatchObject({
      text: 'long',
      cache_control: SHORT,
    });
    expect(losses).toEqual([]);
  });

  it('case 42: a reseller of chat that takes marks gets them', () => {
    const { sent, losses } = new Route(AM, OC, { target: { type: 20 } }).ask(MARKED[AM]);
    expect(JSON.stringify(sent).split('"cache_control"')).toHaveLength(5);
    expect(JSON.stringify(sent).split(JSON.stringify(HOUR))).toHaveLength(3);
    expect(losses).toEqual([]);
  });

  it.each([
    [AM, OC],
    [AM, OR],
    [AM, GG],
    [OC, OR],
    [OC, GG],
    [OR, OC],
    [OR, GG],
  ] as [typeof AM, Dialect][])('case 43: marks do not go where they are refused (%s to %s)', (from, to) => {
    expect(JSON.stringify(new Route(from, to).ask(MARKED[from]).sent)).not.toMatch(/cache_control|cache_breakpoint/);
  });

  it.each(CONVERTED_PAIRS)('case 44: no mark is made up (%s to %s)', (from, to) => {
    expect(JSON.stringify(new Route(from, to).ask().sent)).not.toMatch(/cache_control|cachedContent/);
  });

  it.each(DIALECTS)(
    'case 45: a body of the upstream’s own dialect keeps every byte but the model’s name (%s)',
    (dialect) => {
      const odd = '"odd" : {"z":1.0,"a":12345678901234567890,"e":1e-7,"u":"\\u4e16 é","n":null, "":[]}';
      const own: Readonly<Record<Dialect, string>> = {
        [OC]: `{"messages":[{"role":"user","content":"hi"}],${odd},  "model":"asked"}`,
        [OR]: `{"input":"hi",${odd},  "model":"asked"}`,
        [AM]: `{"max_tokens":9,"messages":[{"role":"user","content":"hi"}],${odd},  "model":"asked"}`,
        [GG]: `{"contents":[{"parts":[{"text":"hi"}]}],${odd}}`,
      };
      const sent = new Route(dialect, dialect, { upstreamModel: 'up' }).send(own[dialect]);
      expect(sent).toBe(own[dialect].replace('"asked"', '"up"'));
    },
  );

  it.each([
    [OC, OR],
    [OR, OC],
  ] as const)('case 46: what steers OpenAI’s cache goes along (%s to %s)', (from, to) => {
    const steering = { prompt_cache_key: 'k', prompt_cache_retention: '24h' };
    const { sent, losses } = new Route(from, to).ask(steering);
    expect(sent).toMatchObject(steering);
    expect(losses).toEqual([]);
  });

  it.each([AM, GG] as const)('case 46: where nothing steers the cache it is told (%s)', (to) => {
    for (const from of [OC, OR]) {
      expect(new Route(from, to).ask({ prompt_cache_key: 'k' }).losses).toEqual(['prompt_cache_key']);
    }
  });

  it.each(CONVERTED_PAIRS)('case 46: the same request is written the same each time (%s to %s)', (from, to) => {
    const fields = from === GG ? {} : MARKED[from];
    const route = new Route(from, to);
    const bytes = route.plan(fields).body.toString();
    expect(route.plan(fields).body.toString()).toBe(bytes);
    // A longer conversation begins with the shorter one, or no cache would ever be hit.
    const more: Readonly<Record<Dialect, Wire>> = {
      [OC]: { ...MARKED[OC], messages: [...(MARKED[OC]['messages'] as Wire[]), { role: 'user', content: 'more' }] },
      [OR]: {
        ...MARKED[OR],
        input: [
          ...(MARKED[OR]['input'] as Wire[]),
          { role: 'assistant', content: 'yes' },
          { role: 'user', content: 'more' },
        ],
      },
      [AM]: {
        ...MARKED[AM],
        messages: [
          ...(MARKED[AM]['messages'] as Wire[]),
          { role: 'assistant', content: 'yes' },
          { role: 'user', content: 'more' },
        ],
      },
      [GG]: {
        contents: [
          { role: 'user', parts: [{ text: 'hi' }] },
          { role: 'model', parts: [{ text: 'yes' }] },
          { role: 'user', parts: [{ text: 'more' }] },
        ],
      },
    };
    const said = (fieldsOf: Wire) => {
      const { sent } = route.ask(fieldsOf);
      return JSON.stringify(sent['messages'] ?? sent['input'] ?? sent['contents']).replace(
        /[\]}"]+(,"role":"user")?[\]}"]*$/,
        '',
      );
    };
    expect(said(more[from]).startsWith(said(fields))).toBe(true);
  });
});
