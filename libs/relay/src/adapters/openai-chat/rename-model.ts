const MODEL_KEY = Buffer.from('"model"');

/** Puts `name` in the place of the first `model` value; bytes without one come back as they are. */
export function renameModel(bytes: Buffer, name: string): Buffer {
  const at = bytes.indexOf(MODEL_KEY);
  if (at < 0) return bytes;
  let start = at + MODEL_KEY.length;
  while (bytes[start] === 0x3a || bytes[start] === 0x20) start++;
  if (bytes[start] !== 0x22) return bytes;
  let end = start + 1;
  while (end < bytes.length && bytes[end] !== 0x22) end += bytes[end] === 0x5c ? 2 : 1;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(JSON.stringify(name)), bytes.subarray(end + 1)]);
}
