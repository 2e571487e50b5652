import { mutate } from './mutations';

/** Whole numbers below `limit` from one seed; the same again for the same seed. */
export type Draw = (limit: number) => number;

/** Mulberry32: small, fast, and random enough for choosing what to break. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** How often it worked; a failure names the seed that shows it again. */
export function repeat(runs: number, act: (draw: Draw) => boolean): number {
  let worked = 0;
  for (let seed = 0; seed < runs; seed++) {
    try {
      if (act(drawFrom(seed))) worked++;
    } catch (error) {
      throw new Error(`with seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  return worked;
}

export function pick<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)]!;
}

const JUNK = [
  ...['null', '""', '"x"', '"__proto__"', '"\\ud800"', '0', '-1', '1.5', '1e300', '9007199254740993', 'true', 'false'],
  ...['[]', '{}', '[null]', '[[]]', '[{}]', '{"type":3}', '{"type":"text"}', '{"type":"message"}', '{"parts":1}'],
  ...['{"__proto__":{"type":"text"}}', '{"constructor":{"prototype":1}}', '{"toString":1}', '{"length":-1}'],
  ...['[[[[[[[[[[]]]]]]]]]]', '"data:;base64,"', '"data:image/png;base64,AAAA"', '{"role":"user","content":[{}]}'],
] as const;
const KINDS = ['replace', 'replace', 'remove', 'double'] as const;

/** The value with one to four of its places changed. Junk is parsed anew each time: what is changed twice must not be shared. */
export function mutateRandomly(value: unknown, draw: Draw): unknown {
  let changed = value;
  for (let left = 1 + draw(4); left > 0; left--) {
    const steps = Array.from({ length: 1 + draw(7) }, () => draw(97));
    changed = mutate(changed, { steps, kind: pick(KINDS, draw), junk: JSON.parse(pick(JUNK, draw)) });
  }
  return changed;
}

/** A stream as servers and networks spoil it: events lost, doubled, swapped, changed, cut. */
export function mutateStream(lines: readonly string[], draw: Draw): string[] {
  const spoilt = [...lines];
  for (let left = 1 + draw(3); left > 0 && spoilt.length > 0; left--) {
    const at = draw(spoilt.length);
    const line = spoilt[at]!;
    switch (draw(8)) {
      case 0:
        spoilt.splice(at, 1);
        break;
      case 1:
        spoilt.splice(at, 0, line);
        break;
      case 2:
        spoilt[at] = pick(spoilt, draw);
        break;
      case 3:
        spoilt[at] = line.slice(0, draw(line.length + 1));
        break;
      case 4:
        spoilt.length = at;
        break;
      default:
        spoilt[at] = isJson(line) ? JSON.stringify(mutateRandomly(JSON.parse(line), draw)) : line;
    }
  }
  return spoilt;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
