/** `count` damaged copies, the same in every run: bytes changed, left out, doubled, put in, or the end cut off. */
export function* mutated(original: Buffer, count: number): Generator<Buffer> {
  let state = 0x2545f491;
  const random = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  for (let index = 0; index < count; index++) {
    const at = random(original.length);
    const length = 1 + random(12);
    const before = original.subarray(0, at);
    const part = original.subarray(at, at + length);
    const after = original.subarray(at + length);
    const noise = Buffer.from(Array.from({ length }, () => random(256)));
    const copies = [
      [before, noise, after],
      [before, after],
      [before, part, part, after],
      [before, noise, part, after],
      [before],
      [before, Buffer.from([(part[0]! + 1) % 256]), original.subarray(at + 1)],
    ];
    yield Buffer.concat(copies[index % copies.length]!);
  }
}
