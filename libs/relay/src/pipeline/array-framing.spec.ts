import { ArrayFraming } from './array-framing';

describe('a stream as an array', () => {
  it('writes events as elements, and nothing else', () => {
    const framing = new ArrayFraming();
    const written = [
      framing.write(Buffer.from(': comment\n\n')),
      framing.heartbeat,
      framing.write(Buffer.from('data: {"a":1}\n\ndata: {"a":\ndata: 2}\r\n\r\n')),
      framing.heartbeat,
      framing.write('data: [DONE]\n\n'),
      framing.close('data: {"a":3}\n\n'),
    ].join('');
    expect(written).toBe('\n[{"a":1},\r\n{"a":\n2}\n,\r\n{"a":3}]');
    expect(JSON.parse(written)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('is empty when nothing came', () => {
    expect(new ArrayFraming().close(undefined)).toBe('[]');
  });

  it('holds an error alone when nothing else came', () => {
    expect(new ArrayFraming().close('data: {"error":{}}\n\n')).toBe('[{"error":{}}]');
    expect(new ArrayFraming().whole('{"error":{}}')).toBe('[{"error":{}}]');
  });
});
