/** Ways in which a stream's bytes may arrive. Each joins to the same bytes. */
export function everyCut(bytes: Buffer): [name: string, pieces: Buffer[]][] {
  const ends = endsOfEvents(bytes);
  return [
    ['in one piece', [bytes]],
    ['event by event', cutAt(bytes, ends)],
    [
      'two events at a time',
      cutAt(
        bytes,
        ends.filter((_, index) => index % 2 === 1),
      ),
    ],
    ['each event in three', cutAt(bytes, thirds(ends))],
    [
      'across the ends of events',
      cutAt(
        bytes,
        ends.map((end) => end - 1),
      ),
    ],
    ['within each character', cutAt(bytes, continuations(bytes))],
    ['byte by byte', cutAt(bytes, [...bytes.keys()])],
  ];
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const inner = places.filter((place) => place > 0 && place < bytes.length);
  return [...inner, bytes.length].map((end, index) => bytes.subarray(inner[index - 1] ?? 0, end));
}

function endsOfEvents(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf('\n\n'); at >= 0; at = bytes.indexOf('\n\n', at + 2)) ends.push(at + 2);
  return ends;
}

function thirds(ends: readonly number[]): number[] {
  return ends.flatMap((end, index) => {
    const start = ends[index - 1] ?? 0;
    const third = Math.floor((end - start) / 3);
    return [start, start + third, start + 2 * third];
  });
}

/** Inside of what takes several bytes. */
function continuations(bytes: Buffer): number[] {
  return [...bytes.keys()].filter((at) => (bytes[at]! & 0xc0) === 0x80);
}
