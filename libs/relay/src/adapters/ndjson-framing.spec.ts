import { NDJSON_FRAMING } from './ndjson-framing';

const LINES = '{"a":"ü"}\n\n{"b":2}\r\n{"c":3}';
const EVENTS = 'data: {"a":"ü"}\n\ndata: {"b":2}\n\ndata: {"c":3}\n\n';

describe('a stream of lines', () => {
  it('becomes events, wherever it is cut', () => {
    const bytes = Buffer.from(LINES);
    for (let size = 1; size <= bytes.length; size++) {
      const frames = NDJSON_FRAMING.open();
      let text = '';
      for (let at = 0; at < bytes.length; at += size)
        text += (frames.feed(bytes.subarray(at, at + size)) ?? '').toString();
      text += (frames.flush() ?? '').toString();
      expect(text).toBe(EVENTS);
    }
  });

  it('is refused when a line has no end', () => {
    const frames = NDJSON_FRAMING.open();
    const piece = Buffer.alloc(1024 * 1024, 'x');
    expect(() => {
      for (let i = 0; i < 20; i++) frames.feed(piece);
    }).toThrow(RangeError);
  });
});
