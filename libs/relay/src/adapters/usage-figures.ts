import { asCount, asObject } from './read-json';

/** Where a figure stands: the names of its field and of those around it, from the outside in. */
export type Place = readonly string[];

/**
 * Reads the figures of strangers by one safe rule: what cannot be (negative, no whole number, absurd, more than the whole it is
 * a part of) is taken for the nearest that can, and remembered.
 */
export class UsageFigures {
  isClamped = false;

  /** What is not there counts nothing. */
  read(value: unknown): number {
    if (value === undefined || value === null) return 0;
    const count = asCount(value);
    if (count === undefined) this.isClamped = true;
    return count ?? 0;
  }

  /** The first place that tells something: zero and null tell nothing where another tells more. */
  first(wire: Record<string, unknown>, places: readonly Place[]): number {
    for (const place of places) {
      let value: unknown = wire;
      for (const name of place) value = asObject(value)?.[name];
      const count = this.read(value);
      if (count > 0) return count;
    }
    return 0;
  }

  atMost(count: number, most: number): number {
    if (count <= most) return count;
    this.isClamped = true;
    return most;
  }
}

/** Hands out a whole to its parts, never more than there is. */
export class UsageSplit {
  constructor(
    public left: number,
    private readonly figures: UsageFigures,
  ) {}

  take(figure: number): number {
    const taken = this.figures.atMost(figure, this.left);
    this.left -= taken;
    return taken;
  }
}
