// Where a bundle's code comes from, for the log (libs/platform/src/logging/source-places.ts reads what this writes).
import { relative, resolve } from 'node:path';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The places of a bundle at which another line of our own code begins, as line, column, number of the source and its line, in
 * one list: [1, 80, 0, 12, 1, 95, 0, 13, ...]. Source -1 = from here on the code of a package. The whole map would take a
 * hundred times the memory when an error is logged.
 */
export function placesOf(map, { folder, root }) {
  const sources = [];
  const places = [];
  const own = map.sources.map((source) => (source.includes('node_modules') ? -1 : undefined));
  let [lastSource, lastLine] = [-1, 0];
  for (const { line, column, source, sourceLine } of segmentsOf(map.mappings)) {
    own[source] ??= sources.push(relative(root, resolve(folder, map.sources[source]))) - 1;
    const ownLine = own[source] < 0 ? 0 : sourceLine;
    // A line of the bundle is looked up by itself.
    const isFirst = line !== places.at(-4);
    if (own[source] === lastSource && ownLine === lastLine && !(isFirst && lastSource >= 0)) continue;
    [lastSource, lastLine] = [own[source], ownLine];
    places.push(line, column, lastSource, lastLine);
  }
  return { sources, places };
}

/** Lines from 1, columns from 0. */
function* segmentsOf(mappings) {
  let [line, source, sourceLine] = [0, 0, 1];
  for (const text of mappings.split(';')) {
    line += 1;
    let column = 0;
    for (const segment of text === '' ? [] : text.split(',')) {
      const [columns, sources, lines] = numbersOf(segment);
      column += columns;
      if (sources === undefined) continue;
      source += sources;
      sourceLine += lines;
      yield { line, column, source, sourceLine };
    }
  }
}

/** Numbers in base 64, five bits a digit, lowest first; the lowest bit of all is the sign. */
function numbersOf(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
