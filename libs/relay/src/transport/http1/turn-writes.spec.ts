import { setImmediate as turn } from 'node:timers/promises';
import { TurnWrites } from './turn-writes';

describe('writes of one turn', () => {
  it('go out together at its end, in order, and later ones in the next turn', async () => {
    const writes = new TurnWrites(() => false);
    const seen: string[] = [];
    writes.add(() => {
      seen.push('a');
      writes.add(() => seen.push('c'));
    });
    writes.add(() => seen.push('b'));
    expect(seen).toEqual([]);
    await turn();
    expect(seen).toEqual(['a', 'b']);
    await turn();
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('wait for nobody when there is nobody', () => {
    const writes = new TurnWrites(() => true);
    const write = jest.fn();
    writes.add(write);
    expect(write).toHaveBeenCalledTimes(1);
  });
});
