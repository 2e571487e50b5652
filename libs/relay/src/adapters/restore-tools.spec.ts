import fc from 'fast-check';
import type { ChatResponse } from '../model/chat-response';
import type { Part } from '../model/content';
import type { StreamEvent } from '../model/stream-event';
import { restoreTools, ToolRestorer } from './restore-tools';
import { TEXT_INPUT, ToolNames } from './tool-names';

const names = new ToolNames({ forbidden: /[^a-z_]/, longest: 64 });
const SEARCH = names.toWire({ name: 'web.search', namespace: 'mcp', kind: 'function' });
const PATCH = names.toWire({ name: 'apply-patch', kind: 'custom' });

const wrap = (text: string): string => JSON.stringify({ [TEXT_INPUT]: text });
const call = (name: string, input: string): Part => ({ type: 'tool-call', id: 'a', name, kind: 'function', input });

function restore(...parts: Part[]): Part[] {
  const response: ChatResponse = {
    dialect: 'gemini-generate',
    id: 'r',
    model: 'm',
    createdAt: 0,
    choices: [{ index: 0, parts, finish: { unified: 'tool-calls' } }],
    usage: undefined,
    extra: {},
  };
  return restoreTools(response, names).choices[0]?.parts ?? [];
}

function stream(name: string, pieces: readonly string[], block = 0): StreamEvent[] {
  return [
    { type: 'tool-input-start', choice: 0, block, id: 'a', name, kind: 'function' },
    ...pieces.map((text): StreamEvent => ({ type: 'tool-input-delta', choice: 0, block, text })),
    { type: 'tool-input-end', choice: 0, block },
  ];
}

function restoreStream(events: readonly StreamEvent[]): StreamEvent[] {
  const restorer = new ToolRestorer(names);
  return events.flatMap((event) => restorer.push(event));
}

describe('calls of an answer', () => {
  it('case 12: get back the name and the namespace the caller knows', () => {
    expect(restore(call(SEARCH, '{"q":1}'))).toEqual([{ ...call('web.search', '{"q":1}'), namespace: 'mcp' }]);
  });

  it('case 15: free text comes out of its wrapping', () => {
    expect(restore(call(PATCH, wrap('a "b"\n')))).toEqual([{ ...call('apply-patch', 'a "b"\n'), kind: 'custom' }]);
  });

  it.each(['*** Begin', '{"input":', '{"other":1}', '{"input":1}', '[]', ''])(
    'case 5, 15: %j, which a model wrote in place of the wrapping, is the text',
    (input) => {
      expect(restore(call(PATCH, input))).toEqual([{ ...call('apply-patch', input), kind: 'custom' }]);
    },
  );

  it('leaves alone what was never offered, broken input of functions, and everything that is no call', () => {
    const parts: Part[] = [call('made_up', '{'), { type: 'text', text: PATCH }];
    expect(restore(...parts)).toEqual(parts);
    expect(restore(call(SEARCH, '{"q":'))).toMatchObject([{ input: '{"q":' }]);
  });

  it('takes free text as it is from an upstream that knows such tools', () => {
    const part: Part = { type: 'tool-call', id: 'a', name: PATCH, kind: 'custom', input: wrap('x') };
    expect(restore(part)).toEqual([{ ...part, name: 'apply-patch' }]);
  });
});

describe('calls of a stream', () => {
  it('case 12: get back name and namespace; the input passes piece by piece', () => {
    const events = stream(SEARCH, ['{"q"', ':1}']);
    expect(restoreStream(events)).toEqual([{ ...events[0], name: 'web.search', namespace: 'mcp' }, ...events.slice(1)]);
  });

  it('case 15: free text says in a stream what it says in a whole answer, however it is cut', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string().map(wrap), fc.string()), fc.array(fc.nat({ max: 40 })), (input, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b), input.length];
        const pieces = places.slice(1).map((end, index) => input.slice(places[index], end));
        const [start, ...others] = restoreStream(stream(PATCH, pieces));
        expect(start).toMatchObject({ name: 'apply-patch', kind: 'custom' });
        const text = others.map((event) => (event.type === 'tool-input-delta' ? event.text : '')).join('');
        expect(restore(call(PATCH, input))).toMatchObject([{ input: text }]);
        expect(others.at(-1)).toMatchObject({ type: 'tool-input-end' });
      }),
    );
  });

  it('case 2, 15: calls that overlap do not disturb each other', () => {
    const [a, b] = [stream(PATCH, [wrap('x')], 0), stream(SEARCH, ['{}'], 1)];
    const mixed = a.flatMap((event, index) => [event, b[index]!]);
    const restored = restoreStream(mixed);
    expect(restored.filter((event) => 'block' in event && event.block === 0)).toEqual(restoreStream(a));
    expect(restored.filter((event) => 'block' in event && event.block === 1)).toEqual(restoreStream(b));
  });

  it('lets everything else through as it is', () => {
    const events: StreamEvent[] = [
      { type: 'text-delta', choice: 0, block: 0, text: PATCH },
      ...stream('made_up', ['{']),
      { type: 'end' },
    ];
    expect(restoreStream(events)).toEqual(events);
  });
});
