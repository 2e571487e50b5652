import type { ScannedObject } from './scan-object';

/** The same JSON object with other values for these keys; one that was not there is added at its end. */
export function replaceValues(json: Buffer, layout: ScannedObject, values: Readonly<Record<string, Buffer>>): Buffer {
  const edits = Object.entries(values).map(([key, value]) => {
    const place = layout.values.get(key);
    if (place !== undefined) return { ...place, value };
    return { start: layout.end, end: layout.end, value: Buffer.concat([Buffer.from(`,"${key}":`), value]) };
  });
  edits.sort((a, b) => a.start - b.start);
  const parts: Buffer[] = [];
  let position = 0;
  for (const { start, end, value } of edits) {
    parts.push(json.subarray(position, start), value);
    position = end;
  }
  parts.push(json.subarray(position));
  return Buffer.concat(parts);
}
