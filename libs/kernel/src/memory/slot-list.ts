/** A member of a `SlotList` knows its place there; -1 = in none. */
export interface Slotted {
  slot: number;
}

/**
 * An unordered collection for things that come and go thousands of times a second. A Map or Set would do the same, but V8
 * links each outgrown table of it to the next: once one of them has reached the old generation, everything that was inside
 * at any rehash stays in memory until the next full collection, and the young generation is copied for nothing.
 */
export class SlotList<T extends Slotted> {
  private readonly members: T[] = [];

  get size(): number {
    return this.members.length;
  }

  add(member: T): void {
    member.slot = this.members.length;
    this.members.push(member);
  }

  /** Nothing happens when it is not inside. */
  remove(member: T): void {
    const { slot } = member;
    if (slot < 0 || this.members[slot] !== member) return;
    member.slot = -1;
    const last = this.members.pop()!;
    if (last === member) return;
    last.slot = slot;
    this.members[slot] = last;
  }

  /** As it is now: members may come and go while it is read. */
  toArray(): T[] {
    return this.members.slice();
  }
}
