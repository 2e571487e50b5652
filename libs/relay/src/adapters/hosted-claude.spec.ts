import { channel } from './__fixtures__/channel';
import { takenBetas } from './hosted-claude';

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
