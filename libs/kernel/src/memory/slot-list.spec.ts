import fc from 'fast-check';
import { SlotList, type Slotted } from './slot-list';

describe('a slot list', () => {
  it('holds what a set would hold, whatever comes and goes', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 9 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (operations) => {
        const members: Slotted[] = Array.from({ length: 10 }, () => ({ slot: -1 }));
        const list = new SlotList<Slotted>();
        const set = new Set<Slotted>();
        for (const [adds, index] of operations) {
          const member = members[index]!;
          if (!adds) list.remove(member);
          else if (!set.has(member)) list.add(member);
          if (adds) set.add(member);
          else set.delete(member);
          expect(list.size).toBe(set.size);
          expect(new Set(list.toArray())).toEqual(set);
        }
      }),
    );
  });

  it('may lose members while it is read', () => {
    const list = new SlotList<Slotted>();
    for (let i = 0; i < 5; i++) list.add({ slot: -1 });
    for (const member of list.toArray()) list.remove(member);
    expect(list.size).toBe(0);
  });
});
