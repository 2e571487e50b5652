import type { Dialect } from '../model/dialect';
import type { WireEvent } from '../model/wire-event';
import { ALL_PAIRS, CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { parsed, type Spoken, type Wire } from './__fixtures__/speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const CALLS = [{ id: 'call_a', name: 'now', input: '{"zone":"京都"}' }];
const ANSWER: Spoken = { text: 'Hallo 世界!', calls: CALLS, usage: { input: 3, output: 2 } };
/** What a caller's dialect says when a tool is to be called. */
const CALLED: Readonly<Record<Dialect, string>> = {
  [OC]: 'tool_calls',
  [OR]: 'completed',
  [AM]: 'tool_use',
  [GG]: 'STOP',
};
const chunk = (fields: Wire): WireEvent => ({ data: JSON.stringify({ id: 'c', model: 'up', ...fields }) });
const DONE = { data: '[DONE]' };

describe('how answers end', () => {
  it.each(
    [
      ...DIALECTS.map((from) => [from, OC, 'stop'] as const),
      ...DIALECTS.map((from) => [from, AM, 'end_turn'] as const),
      ...DIALECTS.map((from) => [from, GG, 'STOP'] as const),
    ].filter(([from, to]) => from !== to),
  )('case 20: a call ends an answer as such, whatever the upstream says (%s to %s: %s)', (from, to, finish) => {
    const { whole, streamed } = new Route(from, to).hear({ ...ANSWER, finish });
    expect([whole.finish, streamed.finish]).toEqual([CALLED[from], CALLED[from]]);
  });

  it.each([OR, AM, GG])('case 20: also when the end comes late, beside empty content, or never (%s)', (from) => {
    const call = { index: 0, id: 'call_a', type: 'function', function: { name: 'now', arguments: '{}' } };
    const begin = chunk({
      choices: [{ index: 0, delta: { role: 'assistant', tool_calls: [call] }, finish_reason: null }],
    });
    const route = new Route(from, OC);
    const ends = [
      { index: 0, delta: { content: '' }, finish_reason: 'stop' },
      { index: 0, delta: { role: 'assistant', content: null, tool_calls: null }, finish_reason: 'tool_calls' },
      { index: 0, delta: {}, finish_reason: null },
    ];
    for (const end of ends) {
      const events = [begin, chunk({ choices: [end] }), DONE];
      expect(SPEECH[from].hearPieces(route.stream(events)).finish).toBe(CALLED[from]);
    }
  });

  it.each(CONVERTED_PAIRS)('case 21: only the end has a reason (%s to %s)', (from, to) => {
    const events = new Route(from, to).stream(SPEECH[to].sayInPieces(ANSWER));
    const reasons = events.filter(({ data }) => /"(finish_reason|stop_reason|finishReason)":"/.test(data));
    if (from === OR) expect(events.filter(({ event }) => event === 'response.completed')).toHaveLength(1);
    else expect(reasons).toHaveLength(1);
    // At most the last word or the figures follow.
    if (from !== OR) expect(events.length - events.indexOf(reasons[0]!)).toBeLessThanOrEqual(2);
  });

  it.each<[string, Partial<Record<Dialect, string>>, Record<Dialect, string>]>([
    [
      'the limit',
      { [OC]: 'length', [OR]: 'max_output_tokens', [AM]: 'max_tokens', [GG]: 'MAX_TOKENS' },
      { [OC]: 'length', [OR]: 'max_output_tokens', [AM]: 'max_tokens', [GG]: 'MAX_TOKENS' },
    ],
    [
      'a filter',
      { [OC]: 'content_filter', [OR]: 'content_filter', [GG]: 'SAFETY' },
      { [OC]: 'content_filter', [OR]: 'content_filter', [AM]: 'refusal', [GG]: 'SAFETY' },
    ],
    [
      'recitation',
      { [GG]: 'RECITATION' },
      { [OC]: 'content_filter', [OR]: 'content_filter', [AM]: 'refusal', [GG]: 'RECITATION' },
    ],
    ['a refusal', { [AM]: 'refusal' }, { [OC]: 'content_filter', [OR]: 'completed', [AM]: 'refusal', [GG]: 'SAFETY' }],
    ['a pause', { [AM]: 'pause_turn' }, { [OC]: 'stop', [OR]: 'completed', [AM]: 'pause_turn', [GG]: 'STOP' }],
    [
      'a window that is full',
      { [AM]: 'model_context_window_exceeded' },
      { [OC]: 'length', [OR]: 'max_output_tokens', [AM]: 'model_context_window_exceeded', [GG]: 'MAX_TOKENS' },
    ],
    [
      'a stop sequence',
      { [AM]: 'stop_sequence' },
      { [OC]: 'stop', [OR]: 'completed', [AM]: 'stop_sequence', [GG]: 'STOP' },
    ],
  ])('case 22: %s is said in the caller’s words', (_, words, expected) => {
    for (const to of Object.keys(words) as Dialect[]) {
      for (const from of DIALECTS) {
        const { whole, streamed } = new Route(from, to).hear({ text: 'Hallo', finish: words[to]! });
        const said = from === to ? words[to] : expected[from];
        expect([from, to, whole.finish, streamed.finish]).toEqual([from, to, said, said]);
      }
    }
  });

  it.each([
    [OC, 'next_year'],
    [AM, 'next_year'],
    [GG, 'NEXT_YEAR'],
    [GG, 'MALFORMED_FUNCTION_CALL'],
  ] as const)('case 22: a reason that the caller’s dialect does not know is not told to him (%s: %s)', (to, finish) => {
    const known = ['stop', 'completed', 'failed', 'end_turn', 'STOP', 'OTHER'];
    for (const from of DIALECTS.filter((other) => other !== to)) {
      const route = new Route(from, to);
      const whole = JSON.stringify(route.answer(SPEECH[to].say({ text: 'Hallo', finish })));
      expect(whole).not.toContain(finish);
      if (finish !== 'MALFORMED_FUNCTION_CALL') {
        const { finish: said } = SPEECH[from].hearPieces(
          route.stream(SPEECH[to].sayInPieces({ text: 'Hallo', finish })),
        );
        expect(known).toContain(said);
      }
    }
  });

  it.each(DIALECTS)('case 23: a caller of chat learns the role with the first chunk (of %s)', (to) => {
    const events = new Route(OC, to).stream(SPEECH[to].sayInPieces(ANSWER));
    const roles = events
      .filter(({ data }) => data !== '[DONE]')
      .flatMap((event) => parsed(event)['choices'] as { delta: { role?: string } }[])
      .map(({ delta }) => delta.role);
    expect(roles[0]).toBe('assistant');
    if (to !== OC) expect(roles.slice(1).filter(Boolean)).toEqual([]);
  });

  it.each(DIALECTS)('case 24: chunks without choices do no harm, and figures come last (%s)', (from) => {
    const metadata = [chunk({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] }), chunk({ choices: [] })];
    const usual = SPEECH[OC].sayInPieces(ANSWER);
    const events = [...metadata, ...usual.slice(0, 3), ...metadata, ...usual.slice(3)];
    const route = new Route(from, OC);
    const told = route.stream(events, from === OC ? { stream_options: { include_usage: true } } : {});
    if (from !== OC) expect(SPEECH[from].hearPieces(told)).toEqual(route.hear(ANSWER).whole);
    else expect(parsed(told.at(-2)!)['usage']).toBeDefined();
  });

  it.each(ALL_PAIRS)(
    'case 25: one beginning and one end, even of an upstream that begins twice (%s to %s)',
    (from, to) => {
      const usual = SPEECH[to].sayInPieces(ANSWER);
      // Only dialects with an event for the beginning can say it twice.
      const isTwice = from !== to && (to === AM || to === OR);
      const twice = isTwice ? [usual[0]!, ...usual].map(numbered) : usual;
      const names = new Route(from, to).stream(twice).map(({ event, data }) => event ?? data);
      const count = (name: string) => names.filter((one) => one === name).length;
      if (from === AM)
        expect([count('message_start'), count('message_delta'), count('message_stop')]).toEqual([1, 1, 1]);
      if (from === OR) expect([count('response.created'), count('response.completed')]).toEqual([1, 1]);
      if (from === OC) expect([count('[DONE]'), names.at(-1)]).toEqual([1, '[DONE]']);
      if (from === GG) expect(names.filter((one) => one.includes('finishReason'))).toHaveLength(1);
    },
  );
});

function numbered(event: WireEvent, number: number): WireEvent {
  return { ...event, data: event.data.replace(/"sequence_number":\d+/, `"sequence_number":${number}`) };
}
