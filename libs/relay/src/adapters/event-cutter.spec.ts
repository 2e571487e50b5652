import fc from 'fast-check';
import { endOfEvent, EventCutter } from './event-cutter';

const event = fc
  .tuple(fc.stringMatching(/^[ -~\u00e9\u4e16]{0,20}$/), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 3 }))
  .map(([text, end, lines]) => `data: ${text}${end}`.repeat(lines) + end);

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const cutter = new EventCutter();
  const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const out = ends.map((end, i) => cutter.feed(bytes.subarray(ends[i - 1] ?? 0, end)));
  return [...out, cutter.flush()].filter((part) => part !== undefined);
}

describe('cutting a stream between events', () => {
  it('case 29: hands on the same bytes however they come, and whole events only', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 20 }), (events, cuts) => {
        const bytes = Buffer.from(events.join(''));
        const parts = cut(bytes, cuts);
        expect(Buffer.concat(parts).toString()).toBe(bytes.toString());
        for (const part of parts) expect(part.toString()).toMatch(/(\n\n|\r\n\r\n)$/);
      }),
    );
  });

  it('gives a last event its blank line, and nothing when there is no rest', () => {
    expect(cut(Buffer.from('data: a\n\ndata: 7'), [12]).map(String)).toEqual(['data: a\n\n', 'data: 7\n\n']);
    expect(new EventCutter().flush()).toBeUndefined();
  });

  it('case 26: keeps a last event back that is cut off', () => {
    expect(cut(Buffer.from('data: a\n\ndata: {"b":"c'), [9]).map(String)).toEqual(['data: a\n\n']);
    expect(cut(Buffer.from('data: a\n\ndata: [DO'), [9]).map(String)).toEqual(['data: a\n\n']);
    expect(cut(Buffer.from('data: a\n\ndata: {"b":"c"}'), [9]).map(String)).toEqual([
      'data: a\n\n',
      'data: {"b":"c"}\n\n',
    ]);
  });

  it('cases 29, 30: keeps back what comes before the first data, and no comment after it', () => {
    const late = 'data: a\n\n: busy\n\ndata: b\n\n';
    expect(
      cut(Buffer.from(`\uFEFF: busy\n\n: busy\n\n${late}`), [11, 19])
        .map(String)
        .join(''),
    ).toBe(late);
    expect(cut(Buffer.from('\uFEFFdata: a\n\n'), []).map(String)).toEqual(['data: a\n\n']);
    expect(cut(Buffer.from(': busy\n\n: busy'), [8])).toEqual([]);
  });

  it('gives up on an event without end, whether it has lines or not', () => {
    for (const piece of ['x'.repeat(1 << 20), `${'x'.repeat(1 << 20)}\n`]) {
      const cutter = new EventCutter();
      expect(() => {
        for (let i = 0; i < 20; i++) cutter.feed(Buffer.from(piece));
      }).toThrow(RangeError);
    }
  });

  it('copies an event of many pieces once', () => {
    const cutter = new EventCutter();
    const concat = jest.spyOn(Buffer, 'concat');
    for (let i = 0; i < 100; i++) cutter.feed(Buffer.from('data: x'));
    expect(cutter.feed(Buffer.from('\n\n'))).toHaveLength(702);
    expect(concat).toHaveBeenCalledTimes(1);
    concat.mockRestore();
  });

  it('finds the end of each event in either form', () => {
    const data = Buffer.from('a\r\n\r\nb\n\nc');
    expect([0, 5, 8].map((from) => endOfEvent(data, from))).toEqual([5, 8, 9]);
  });
});
