import fc from 'fast-check';
import { NdjsonCutter } from './ndjson-cutter';

function cut(...pieces: (string | Buffer)[]) {
  const cutter = new NdjsonCutter();
  return [...pieces.flatMap((piece) => cutter.feed(Buffer.from(piece))), ...cutter.flush()];
}

describe('cutting lines of JSON', () => {
  it('gives a line an event, skips empty ones, takes LF and CRLF', () => {
    expect(cut('{"a":1}\n\n{"b":2}\r\n \n{"c":3}\n')).toEqual([
      { data: '{"a":1}' },
      { data: '{"b":2}' },
      { data: '{"c":3}' },
    ]);
  });

  it('hands out a last line without an end at the end of the stream only', () => {
    const cutter = new NdjsonCutter();
    expect(cutter.feed(Buffer.from('{"a":1}'))).toEqual([]);
    expect(cutter.flush()).toEqual([{ data: '{"a":1}' }]);
    expect(cutter.flush()).toEqual([]);
  });

  it('gives the same lines cut at every byte, characters of several bytes included', () => {
    const bytes = Buffer.from('{"t":"你好😀"}\r\n{"t":"é"}\n{"t":3}');
    const whole = cut(bytes);
    expect(whole).toHaveLength(3);
    for (let at = 0; at <= bytes.length; at++) expect(cut(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
    expect(cut(...Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('gives the same lines however the bytes are cut', () => {
    const line = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(cut(...pieces)).toEqual(lines.map((data) => ({ data })));
      }),
    );
  });

  it('gives up on a line without end', () => {
    const cutter = new NdjsonCutter();
    const piece = Buffer.alloc(1 << 20, 'x');
    expect(() => {
      for (let i = 0; i < 20; i++) cutter.feed(piece);
    }).toThrow(RangeError);
  });
});
