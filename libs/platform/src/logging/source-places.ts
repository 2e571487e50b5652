import { readFileSync } from 'node:fs';

/**
 * What tools/bundle-places.mjs writes beside a bundle. `places` holds line and column of the bundle, index into `sources` and
 * line of the source, four after four, in the order of the bundle; source -1 is no code of ours.
 */
interface Places {
  sources: string[];
  places: number[];
}

const BUNDLE_PLACE = /([^\s()]+\.bundle\.js):(\d+):(\d+)/g;

const NONE: Places = { sources: [], places: [] };

const known = new Map<string, Places>();

/**
 * The text, say a stack, with places in our sources instead of places in the bundle that runs. What has no source of ours
 * stays as it is. Costs a comparison as long as the text names no bundle.
 */
export function showSourcePlaces(text: string): string {
  if (!text.includes('.bundle.js:')) return text;
  return text.replace(
    BUNDLE_PLACE,
    // Columns of a stack begin with 1.
    (place, bundle: string, line: string, column: string) =>
      sourceOf(placesOf(bundle), Number(line), Number(column) - 1) ?? place,
  );
}

/** What the last place of the line begins that is not behind the column. */
function sourceOf({ sources, places }: Places, line: number, column: number): string | undefined {
  let from = 0;
  let end = places.length / 4;
  while (from < end) {
    const middle = (from + end) >> 1;
    const [atLine = 0, atColumn = 0] = places.slice(middle * 4, middle * 4 + 2);
    if (atLine < line || (atLine === line && atColumn <= column)) from = middle + 1;
    else end = middle;
  }
  const [atLine, , source = -1, sourceLine] = places.slice((from - 1) * 4, from * 4);
  return atLine === line && source >= 0 ? `${sources[source]}:${sourceLine}` : undefined;
}

function placesOf(bundle: string): Places {
  let places = known.get(bundle);
  if (places === undefined) known.set(bundle, (places = readPlaces(bundle)));
  return places;
}

function readPlaces(bundle: string): Places {
  try {
    return JSON.parse(readFileSync(`${bundle}.places`, 'utf8')) as Places;
  } catch {
    // An error about the way to log an error would hide the error.
    return NONE;
  }
}
