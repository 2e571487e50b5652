import type { Dialect } from '../model/dialect';
import type { WireEvent } from '../model/wire-event';
import { ALL_PAIRS, CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { parsed, type Figures, type Spoken, type Wire } from './__fixtures__/speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const FIGURES: Figures = { input: 100, cacheRead: 8000, output: 40, reasoning: 25 };
const said = (usage: Figures): Spoken => ({ text: 'Hallo', usage });
const billed = (from: Dialect, to: Dialect, body: Wire) =>
  new Route(from, to).plan().readWhole(Buffer.from(JSON.stringify(body))).usage;

describe('figures of a call', () => {
  it.each(ALL_PAIRS)('case 47: no token is lost or counted twice, whole and streamed (%s to %s)', (from, to) => {
    for (const usage of [FIGURES, { input: 7, output: 3 }, { input: 0, cacheRead: 9, output: 1 }]) {
      const { whole, streamed } = new Route(from, to).hear(said(usage));
      expect([whole.usage, streamed.usage]).toEqual([usage, usage]);
    }
  });

  it.each(ALL_PAIRS)(
    'case 47: the charge is the same, whole and streamed, and says the same as the caller’s (%s to %s)',
    (from, to) => {
      const route = new Route(from, to);
      const { reader } = route.read(SPEECH[to].sayInPieces(said(FIGURES)));
      const whole = billed(from, to, SPEECH[to].say(said(FIGURES)));
      expect(reader.usage).toEqual(whole);
      expect(whole).toMatchObject({ cacheRead: 8000, output: 40, reasoning: 25, isEstimated: false });
      expect(whole!.input).toBe(100);
    },
  );

  it.each(CONVERTED_PAIRS.filter(([, to]) => to !== GG))(
    'case 47: what went into the cache is part of the whole once (%s to %s)',
    (from, to) => {
      const { whole } = new Route(from, to).hear(said({ input: 10, cacheRead: 20, cacheWrite: 30, output: 5 }));
      const { input, cacheRead = 0, cacheWrite = 0 } = whole.usage!;
      expect([input + cacheRead + cacheWrite, cacheRead]).toEqual([60, 20]);
    },
  );

  it.each<[string, Wire, number]>([
    [
      'old and new',
      {
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      },
      30,
    ],
    ['only the old', { cache_creation_input_tokens: 30 }, 30],
    ['only the new', { cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 } }, 30],
    ['the new null', { cache_creation_input_tokens: 30, cache_creation: null }, 30],
    ['the old null', { cache_creation_input_tokens: null, cache_creation: { ephemeral_5m_input_tokens: 30 } }, 30],
    [
      'the new zero',
      {
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      },
      30,
    ],
    ['neither', {}, 0],
    ['zero', { cache_creation_input_tokens: 0 }, 0],
  ])('case 48: what went into Anthropic’s cache is read from either form: %s', (_, fields, written) => {
    const usage = { input_tokens: 5, output_tokens: 2, ...fields };
    for (const from of [OC, OR, GG] as const) {
      const heard = SPEECH[from].hear(new Route(from, AM).answer({ ...SPEECH[AM].say({ text: 'x' }), usage }));
      const { input, cacheWrite = 0 } = heard.usage!;
      expect([from, input + cacheWrite]).toEqual([from, 5 + written]);
    }
  });

  it.each(DIALECTS)('case 49: the last figures of a stream win over the first (%s)', (from) => {
    const events = SPEECH[AM].sayInPieces(said({ input: 10_682, output: 510 }));
    const first = { ...parsed(events[0]!) } as { message: Wire };
    first.message['usage'] = { input_tokens: 2679, output_tokens: 3 };
    const { reader } = new Route(from, AM).read([{ ...events[0]!, data: JSON.stringify(first) }, ...events.slice(1)]);
    expect(reader.usage).toMatchObject({ input: 10_682, output: 510 });
  });

  it.each(DIALECTS)('case 50: figures that come with each piece are not added up (%s)', (from) => {
    const growing = (to: typeof OC | typeof GG): WireEvent[] => {
      let output = 0;
      return SPEECH[to].sayInPieces(said(FIGURES)).map((event) => {
        if (event.data === '[DONE]' || to === GG) return event;
        const usage = {
          prompt_tokens: 8100,
          completion_tokens: Math.min(65, (output += 10)),
          prompt_tokens_details: { cached_tokens: 8000 },
          completion_tokens_details: { reasoning_tokens: 25 },
        };
        const body = parsed(event);
        return { data: JSON.stringify((body['choices'] as Wire[]).length > 0 ? { ...body, usage } : body) };
      });
    };
    for (const to of [OC, GG] as const) {
      const { reader } = new Route(from, to).read(growing(to));
      expect(reader.usage).toMatchObject({ input: 100, cacheRead: 8000, output: 40, reasoning: 25 });
    }
  });

  it.each([OR, GG] as const)(
    'case 51: Anthropic’s beginning has the input where it is known, and the end all figures (of %s)',
    (to) => {
      const events = new Route(AM, to).stream(SPEECH[to].sayInPieces(said(FIGURES)));
      const start = (parsed(events[0]!)['message'] as Wire)['usage'] as Wire;
      const end = parsed(events.find(({ event }) => event === 'message_delta')!)['usage'] as Wire;
      // Responses tell it only at the end.
      expect(start['input_tokens']).toBe(to === GG ? 100 : 0);
      expect(end).toMatchObject({ input_tokens: 100, cache_read_input_tokens: 8000, output_tokens: 65 });
    },
  );

  it.each([OR, AM, GG] as const)('case 52: a chat upstream is always asked for figures (%s)', (from) => {
    expect(new Route(from, OC).ask({}, true).sent['stream_options']).toEqual({ include_usage: true });
    expect(new Route(from, OC).ask().sent['stream_options']).toBeUndefined();
  });

  it.each(DIALECTS)('case 52: a caller of chat sees figures in a stream only if he asks (of %s)', (to) => {
    const events = SPEECH[to].sayInPieces(said(FIGURES));
    const figuresOf = (fields: Wire) =>
      new Route(OC, to)
        .stream(events, fields)
        .filter(({ data }) => data !== '[DONE]' && (parsed(event(data))['usage'] ?? null) !== null);
    expect(figuresOf({ stream_options: { include_usage: true } })).toHaveLength(1);
    expect(figuresOf({ stream_options: { include_usage: false } })).toEqual([]);
    expect(figuresOf({})).toEqual([]);
    // Nor an empty chunk in their place.
    expect(new Route(OC, to).stream(events).some(({ data }) => data.includes('"choices":[]'))).toBe(false);
    expect(new Route(OC, OC).ask({}, true).sent['stream_options']).toMatchObject({ include_usage: true });
  });

  it.each(ALL_PAIRS.filter(([, to]) => to !== AM))(
    'case 53: an answer without figures has none, and what it says is counted (%s to %s)',
    (from, to) => {
      const answer: Spoken = { text: 'Hallo '.repeat(20) };
      const plan = new Route(from, to).plan();
      const whole = plan.readWhole(Buffer.from(JSON.stringify(SPEECH[to].say(answer))));
      expect(whole.usage).toBeUndefined();
      expect(whole.tally().tokens).toBeGreaterThan(10);
      const { reader } = new Route(from, to).read(SPEECH[to].sayInPieces(answer));
      expect([reader.usage, reader.hasFigures]).toEqual([undefined, false]);
      expect(reader.answer.tokens).toBeGreaterThan(10);
    },
  );

  it.each([OC, OR, AM] as const)('case 54: Google’s thoughts, pictures and sound are counted once (%s)', (from) => {
    const usageMetadata = {
      promptTokenCount: 1300,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 42 },
        { modality: 'IMAGE', tokenCount: 1258 },
      ],
      cachedContentTokenCount: 258,
      cacheTokensDetails: [{ modality: 'IMAGE', tokenCount: 258 }],
      candidatesTokenCount: 1300,
      candidatesTokensDetails: [
        { modality: 'TEXT', tokenCount: 10 },
        { modality: 'IMAGE', tokenCount: 1290 },
      ],
      thoughtsTokenCount: 50,
      totalTokenCount: 2650,
    };
    const heard = SPEECH[from].hear(new Route(from, GG).answer({ ...SPEECH[GG].say({ text: 'x' }), usageMetadata }));
    const { input, cacheRead = 0, output, reasoning = 0 } = heard.usage!;
    expect([input + cacheRead, cacheRead, output + reasoning, reasoning]).toEqual([1300, 258, 1350, 50]);
  });

  it.each([OC, OR, AM] as const)('case 55: prompts of Google’s tools belong to the input (%s)', (from) => {
    const usageMetadata = {
      promptTokenCount: 10,
      toolUsePromptTokenCount: 90,
      candidatesTokenCount: 5,
      totalTokenCount: 105,
    };
    const heard = SPEECH[from].hear(new Route(from, GG).answer({ ...SPEECH[GG].say({ text: 'x' }), usageMetadata }));
    expect(heard.usage).toEqual({ input: 100, output: 5 });
  });
});

const event = (data: string): WireEvent => ({ data });
