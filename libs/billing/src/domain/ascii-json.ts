// eslint-disable-next-line no-control-regex -- everything beyond ASCII is what it looks for
const BEYOND_ASCII = /[^\u0000-\u007f]/;
// eslint-disable-next-line no-control-regex -- the same
const EACH_BEYOND_ASCII = /[^\u0000-\u007f]/g;

/** A JSON string of ASCII alone, with one byte per character in memory. */
export function asciiJson(text: string): string {
  const json = JSON.stringify(text);
  if (!BEYOND_ASCII.test(json)) return json;
  const escaped = json.replace(EACH_BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  // What `replace` makes of a text of two bytes per character keeps two, and so does every text that takes it up.
  return Buffer.from(escaped, 'latin1').toString('latin1');
}

const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, string>();

/** The same for names, which come again with every call. */
export function asciiJsonName(name: string): string {
  let json = remembered.get(name);
  if (json === undefined) {
    json = asciiJson(name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(name, json);
  }
  return json;
}
