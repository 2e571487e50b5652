import type { Dialect } from '../model/dialect';
import type { WireEvent } from '../model/wire-event';
import { HISTORY, type Entry } from './__fixtures__/history';
import { ALL_PAIRS, CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { parsed, type SpokenCall, type Wire } from './__fixtures__/speech';
import { TOOLS } from './__fixtures__/tools';

const CALLS: readonly SpokenCall[] = [
  { id: 'call_a', name: 'get_weather', input: '{"city":"Köln","days":[1,2]}' },
  { id: 'call_b', name: 'get_weather', input: '{"city":"京都"}' },
  { id: 'call_c', name: 'now', input: '{"zone":null}' },
];
const TO_OPENAI = DIALECTS.flatMap((from): [Dialect, Dialect][] => [
  [from, 'openai-chat'],
  [from, 'openai-responses'],
]);
const AM = 'anthropic-messages';
const data = (bodies: readonly object[]): WireEvent[] => bodies.map((body) => ({ data: JSON.stringify(body) }));
const typed = (bodies: readonly (Wire & { type: string })[]): WireEvent[] =>
  bodies.map((body) => ({ event: body.type, data: JSON.stringify(body) }));

describe('tool calls of an answer', () => {
  it.each(ALL_PAIRS)('case 1: two and three calls at once keep their order, ids and inputs (%s to %s)', (from, to) => {
    for (const calls of [CALLS.slice(0, 2), CALLS]) {
      const { whole, streamed } = new Route(from, to).hear({ text: 'Moment …', calls });
      expect(whole).toMatchObject({ text: 'Moment …', calls });
      expect(streamed).toEqual(whole);
    }
  });

  it.each(DIALECTS)('case 1: calls that Google gives no id get one each (%s)', (from) => {
    const parts = CALLS.map(({ name, input }) => ({ functionCall: { name, args: JSON.parse(input) as unknown } }));
    const body = { candidates: [{ content: { parts, role: 'model' }, finishReason: 'STOP', index: 0 }] };
    const route = new Route(from, 'gemini-generate');
    const heard = [SPEECH[from].hear(route.answer(body)), SPEECH[from].hearPieces(route.stream(data([body])))];
    for (const { calls } of heard) {
      expect(calls.map(({ name, input }) => ({ name, input }))).toEqual(
        CALLS.map(({ name, input }) => ({ name, input })),
      );
      const ids = from === 'gemini-generate' ? [''] : calls.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      if (from !== 'gemini-generate') expect(ids.every((id) => id !== '')).toBe(true);
    }
  });

  it.each(TO_OPENAI)('case 2: pieces of two calls that come by turns find their call (%s to %s)', (from, to) => {
    const [a, b] = CALLS as [SpokenCall, SpokenCall];
    const usual = SPEECH[to].sayInPieces({ calls: [a, b] });
    const isPieceOf = (index: number) => (event: WireEvent) => {
      if (!/arguments/.test(event.data)) return false;
      if (to === 'openai-responses') return event.event!.endsWith('.delta') && parsed(event)['output_index'] === index;
      return new RegExp(`"tool_calls":\\[\\{"index":${index},"function"`).test(event.data);
    };
    const [ofA, ofB] = [usual.filter(isPieceOf(0)), usual.filter(isPieceOf(1))];
    expect(ofA.length).toBeGreaterThan(ofB.length);
    const mixed = ofA.flatMap((event, index) => [event, ...ofB.slice(index, index + 1)]);
    const isPiece = (event: WireEvent) => ofA.includes(event) || ofB.includes(event);
    // Both begin, then the pieces by turns, then both end.
    const isEnd = (event: WireEvent) =>
      /"finish_reason":"|_arguments\.done|output_item\.done|\.completed/.test(event.data);
    const rest = usual.filter((event) => !isPiece(event) && event.data !== '[DONE]');
    const order = [
      ...rest.filter((event) => !isEnd(event)),
      ...mixed,
      ...rest.filter(isEnd),
      ...usual.filter((event) => event.data === '[DONE]'),
    ];
    const numbered = order.map((event, number) => ({
      ...event,
      data: event.data.replace(/"sequence_number":\d+/, `"sequence_number":${number}`),
    }));
    const heard = SPEECH[from].hearPieces(new Route(from, to).stream(numbered));
    expect(heard.calls).toEqual([a, b]);
  });

  it.each(DIALECTS)('case 3: inputs that come only with the last event are not lost (%s)', (from) => {
    const silent = (to: Dialect, isPiece: (event: WireEvent) => boolean) => {
      let number = 0;
      return SPEECH[to]
        .sayInPieces({ calls: CALLS })
        .filter((event) => !isPiece(event))
        .map((event) => ({
          ...event,
          data: event.data.replace(/"sequence_number":\d+/, () => `"sequence_number":${number++}`),
        }));
    };
    const responses = silent('openai-responses', ({ event }) => /arguments\.(delta|done)$/.test(event!));
    expect(responses.some(({ data: text }) => text.includes('delta'))).toBe(false);
    const started = typed([
      {
        type: 'message_start',
        message: { id: 'm', type: 'message', role: 'assistant', model: 'up', content: [], usage: {} },
      },
      ...CALLS.flatMap(({ id, name, input }, index) => [
        {
          type: 'content_block_start',
          index,
          content_block: { type: 'tool_use', id, name, input: JSON.parse(input) as object },
        },
        { type: 'content_block_stop', index },
      ]),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 3 } },
      { type: 'message_stop' },
    ]);
    if (from !== 'openai-responses')
      expect(SPEECH[from].hearPieces(new Route(from, 'openai-responses').stream(responses)).calls).toEqual(CALLS);
    if (from !== AM) expect(SPEECH[from].hearPieces(new Route(from, AM).stream(started)).calls).toEqual(CALLS);
  });

  it.each(DIALECTS)('case 4: a caller of Responses sees every event of a call in order, under one id (of %s)', (to) => {
    const events = new Route('openai-responses', to).stream(SPEECH[to].sayInPieces({ calls: CALLS.slice(0, 1) }));
    const ofCall = events.filter((event) => 'output_index' in parsed(event));
    const names = ofCall.map(({ event }) => event!.replace('response.', ''));
    expect([...new Set(names)]).toEqual([
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
    ]);
    const ids = ofCall.map(parsed).map((body) => body['item_id'] ?? (body['item'] as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
  });

  it.each(ALL_PAIRS)('case 5: an empty input is the empty object (%s to %s)', (from, to) => {
    const calls = [{ id: 'call_a', name: 'now', input: '{}' }];
    const { whole, streamed } = new Route(from, to).hear({ calls });
    expect([whole.calls, streamed.calls]).toEqual([calls, calls]);
  });

  it.each(TO_OPENAI)('case 5: an input that is no JSON is passed, not dropped (%s to %s)', (from, to) => {
    const answer = { calls: [{ id: 'call_a', name: 'now', input: '{"zone": Köln' }] };
    const [{ input }, route] = [answer.calls[0]!, new Route(from, to)];
    const whole = SPEECH[from].hear(route.answer(SPEECH[to].say(answer)));
    // Where an input has to be an object, the text is put into one.
    const told = from.startsWith('openai') ? input : JSON.stringify({ input });
    expect(whole.calls).toEqual([{ ...answer.calls[0], input: told }]);
    const events = route.stream(SPEECH[to].sayInPieces(answer));
    if (from !== AM) expect(SPEECH[from].hearPieces(events).calls).toEqual(whole.calls);
    // Pieces go out before anybody can know: clients of Anthropic's are told to expect that.
    else
      expect(
        events.map((event) => (parsed(event)['delta'] as { partial_json?: string })?.partial_json ?? '').join(''),
      ).toBe(input);
  });
});

const EMPTY = { type: 'object', properties: {} };
const HI: Entry = { by: 'user', text: 'hi' };
const asCalls = CALLS.map(({ id, ...call }): Entry => ({ call: id, ...call }));
const asResults = CALLS.map(({ id }): Entry => ({ result: id, text: `of ${id}` }));
const sent = (from: Dialect, to: Dialect, entries: readonly Entry[]) => {
  const target = { config: { conversion: 'strict' } };
  const fields = { ...HISTORY[from].write(entries), ...toolsOf(from) };
  return HISTORY[to].read(new Route(from, to, { target }).ask(fields).sent);
};
/** The tools that the history speaks of. */
const toolsOf = (from: Dialect) =>
  TOOLS[from].write([
    { name: 'get_weather', schema: EMPTY },
    { name: 'now', schema: EMPTY },
  ]);

describe('tool calls of the history', () => {
  it.each(DIALECTS)('case 6: calls without any text before them (to %s)', (to) => {
    const entries = [HI, ...asCalls, ...asResults];
    for (const content of [null, '', []]) {
      const fields = HISTORY['openai-chat'].write(entries) as { messages: { role: string; content: unknown }[] };
      for (const message of fields.messages) if (message.role === 'assistant') message.content = content;
      const { sent: wire } = new Route('openai-chat', to).ask({ ...fields, ...toolsOf('openai-chat') });
      expect(HISTORY[to].read(wire)).toEqual(entries);
      // Nothing is put in place of the text.
      if (to !== 'openai-chat') expect(JSON.stringify(wire)).not.toContain('"text":""');
    }
  });

  it.each(ALL_PAIRS)('case 7: several calls of one turn survive, each with its result (%s to %s)', (from, to) => {
    const entries = [HI, ...asCalls, ...asResults, { by: 'user', text: 'go on' } as Entry];
    expect(sent(from, to, entries)).toEqual(entries);
  });

  it.each(DIALECTS.filter((from) => from !== AM))(
    'case 8: results are one user turn of Anthropic, in order, and never an assistant’s (%s)',
    (from) => {
      const fields = HISTORY[from].write([HI, ...asCalls, ...asResults, { by: 'user', text: 'go on' }]);
      const { messages } = new Route(from, AM).ask({ ...fields, ...toolsOf(from) }).sent as {
        messages: { role: string; content: { type: string; tool_use_id?: string }[] }[];
      };
      expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
      const { content } = messages[2]!;
      expect(content.map(({ type }) => type)).toEqual(['tool_result', 'tool_result', 'tool_result', 'text']);
      expect(content.flatMap(({ tool_use_id: id }) => id ?? [])).toEqual(CALLS.map(({ id }) => id));
    },
  );

  it.each(CONVERTED_PAIRS)('case 9: text after a call in the same turn is not lost (%s to %s)', (from, to) => {
    const entries: Entry[] = [
      HI,
      { by: 'assistant', text: 'before' },
      asCalls[0]!,
      { by: 'assistant', text: 'after' },
      asResults[0]!,
    ];
    const texts = sent(from, to, entries).flatMap((entry) =>
      'by' in entry && entry.by === 'assistant' ? entry.text : [],
    );
    expect(texts.join('').replace(/\s/g, '')).toBe('beforeafter');
  });

  it.each(DIALECTS)('case 10: a failed result says so, or the loss is told (from Anthropic to %s)', (to) => {
    const entries: Entry[] = [HI, asCalls[0]!, { result: 'call_a', text: 'no such city', isError: true }];
    const { sent: wire, losses } = new Route(AM, to).ask({ ...HISTORY[AM].write(entries), ...toolsOf(AM) });
    const result = HISTORY[to].read(wire)[2] as { text: string };
    expect(result.text).toContain('no such city');
    const isTold = losses.some((field) => field.includes('is_error'));
    expect(isTold || /"is_error":true|"error"|error/i.test(JSON.stringify(wire).replace('no such city', ''))).toBe(
      true,
    );
  });

  it.each(DIALECTS)(
    'cases 10, 58: a result with a picture keeps text and picture, in order (from Anthropic to %s)',
    (to) => {
      const history = HISTORY[AM].write([HI, asCalls[0]!, { result: 'call_a', text: 'x' }]) as {
        messages: { content: { content?: unknown }[] }[];
      };
      const source = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' };
      history.messages[2]!.content[0]!.content = [
        { type: 'text', text: 'first' },
        { type: 'image', source },
        { type: 'text', text: 'second' },
      ];
      const { sent: wire, losses } = new Route(AM, to).ask({ ...history, ...toolsOf(AM) });
      const text = JSON.stringify(wire);
      // Chat's results are text alone: the picture follows as the user's, which is told.
      expect(losses).toEqual(to === 'openai-chat' ? ['messages[2].content[0].content[1]'] : []);
      for (const part of ['first', 'second', 'iVBORw0KGgo=']) expect(text.split(part)).toHaveLength(2);
      expect(text.indexOf('first')).toBeLessThan(text.indexOf('second'));
    },
  );
});
