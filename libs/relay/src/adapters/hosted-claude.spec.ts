import { channel } from './__fixtures__/channel';
import { hostedBody, takenBetas } from './hosted-claude';

describe('features asked of a host of Claude', () => {
  it.each([
    [undefined, 'interleaved-thinking-2025-05-14, new-in-2030', ['interleaved-thinking-2025-05-14']],
    [undefined, undefined, []],
    ['', 'new-in-2030,context-1m-2025-08-07', ['context-1m-2025-08-07']],
    ['new-in-2030 , x', 'x,new-in-2030,new-in-2030,context-1m-2025-08-07', ['x', 'new-in-2030']],
    ['*', 'a,b', ['a', 'b']],
  ])('with the option %j of %j go %j', (betas, asked, expected) => {
    expect(takenBetas(channel({ config: betas === undefined ? {} : { betas } }), asked)).toEqual(expected);
  });
});

describe('a body for a host of Claude', () => {
  const body = Buffer.from('{"model":"m","output_config":{"a":1.0},"x":2}');
  const shaped = (config: Record<string, string>) => hostedBody(channel({ config }), body, ['model'], { v: 1 });

  it('has what the host wants, and all of the caller’s', () => {
    expect(shaped({}).body.toString()).toBe('{"v":1,"output_config":{"a":1.0},"x":2}');
    expect(shaped({}).losses).toEqual([]);
  });

  it('leaves out what the channel says, and tells it', () => {
    const { body: left, losses } = shaped({ drop_fields: 'output_config, absent' });
    expect(left.toString()).toBe('{"v":1,"x":2}');
    expect(losses.map(({ field }) => field)).toEqual(['output_config']);
  });

  it.each(['{"v":2,"v":3}', '{"V":2}', '{"x":1,"x":2}'])('is the caller’s to mend when it reads %s', (json) => {
    const target = channel({ config: { drop_fields: 'x' } });
    expect(() => hostedBody(target, Buffer.from(json), ['model'], { v: 1 })).toThrow(
      expect.objectContaining({ status: 400, retry: 'no' }) as Error,
    );
  });
});
