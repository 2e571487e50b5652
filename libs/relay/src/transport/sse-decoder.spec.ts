import fc from 'fast-check';
import { SseDecoder } from './sse-decoder';

const decode = (...pieces: (string | Buffer)[]) => {
  const decoder = new SseDecoder();
  return [...pieces.flatMap((piece) => decoder.feed(Buffer.from(piece))), ...decoder.flush()];
};

describe('case 29: reading server-sent events', () => {
  it('reads names, joins data lines, skips comments and unknown fields', () => {
    expect(decode('event: a\ndata: 1\ndata:2\n\n: ping\n\nid: 7\nretry: 1\ndata\n\n')).toEqual([
      { event: 'a', data: '1\n2' },
      { data: '' },
    ]);
  });

  it('takes LF, CRLF and CR as line ends and skips a byte order mark', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(decode(`\ufeffdata: 1${end}${end}data: 2${end}${end}`)).toEqual([{ data: '1' }, { data: '2' }]);
    }
  });

  it('hands out an event without a blank line at the end of the stream only', () => {
    const decoder = new SseDecoder();
    expect(decoder.feed(Buffer.from('data: 1'))).toEqual([]);
    expect(decoder.flush()).toEqual([{ data: '1' }]);
    expect(decoder.flush()).toEqual([]);
  });

  it('forgets the name of an event that had no data', () => {
    expect(decode('event: a\n\ndata: 1\n\n')).toEqual([{ data: '1' }]);
  });

  it('refuses an event without end', () => {
    const decoder = new SseDecoder();
    const line = Buffer.from(`data: ${'x'.repeat(1024 * 1024)}\n`);
    expect(() => {
      for (let i = 0; i < 20; i++) decoder.feed(line);
    }).toThrow(RangeError);
  });

  it('gives the same events however the bytes are cut', () => {
    const line = fc.oneof(
      fc.stringMatching(/^[^\r\n]{0,12}$/u).map((text) => `data: ${text}`),
      fc.constantFrom('event: x', ': comment', 'data: 你好😀', 'data'),
    );
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\r\r')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map(([content, end]) => content + end).join(''));
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
        expect(decode(...pieces)).toEqual(decode(bytes));
      }),
    );
  });
});
