import { readFileSync } from 'node:fs';

/** What tools/bundle.mjs writes beside a bundle: [line of the bundle, index into sources, line of the source]. */
interface Places {
  sources: string[];
  lines: [number, number, number][];
}

const BUNDLE_PLACE = /([^\s()]+\.bundle\.js):(\d+):\d+/g;

const known = new Map<string, ReadonlyMap<number, string>>();

/**
 * The text, say a stack, with places in our sources instead of places in the bundle that runs. What has no source of ours
 * stays as it is. Costs a comparison as long as the text names no bundle.
 */
export function showSourcePlaces(text: string): string {
  if (!text.includes('.bundle.js:')) return text;
  return text.replace(
    BUNDLE_PLACE,
    (place, bundle: string, line: string) => placesOf(bundle).get(Number(line)) ?? place,
  );
}

function placesOf(bundle: string): ReadonlyMap<number, string> {
  let places = known.get(bundle);
  if (places === undefined) known.set(bundle, (places = readPlaces(bundle)));
  return places;
}

function readPlaces(bundle: string): ReadonlyMap<number, string> {
  try {
    const { sources, lines } = JSON.parse(readFileSync(`${bundle}.places`, 'utf8')) as Places;
    return new Map(lines.map(([line, source, sourceLine]) => [line, `${sources[source]}:${sourceLine}`]));
  } catch {
    // An error about the way to log an error would hide the error.
    return new Map();
  }
}
