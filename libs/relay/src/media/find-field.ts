const LONGEST_PATH = 200;
/** Words of the conversation, whatever they say. */
const PROSE = /\.(?:text|content)$/;

/** Path of the first text in a body that is exactly this, e.g. `messages[0].content[1].image_url.url`; undefined = none. */
export function findField(body: Buffer, text: string): string | undefined {
  const open: [path: string, value: unknown][] = [['', JSON.parse(body.toString('utf8'))]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (value === text && !PROSE.test(path)) return path;
    if (typeof value !== 'object' || value === null || path.length > LONGEST_PATH) continue;
    const inner = Array.isArray(value)
      ? value.map((item, index): [string, unknown] => [`${path}[${index}]`, item])
      : Object.entries(value).map(([key, item]): [string, unknown] => [path === '' ? key : `${path}.${key}`, item]);
    // The last is looked at next: so it goes by the order of the body.
    open.push(...inner.reverse());
  }
  return undefined;
}
