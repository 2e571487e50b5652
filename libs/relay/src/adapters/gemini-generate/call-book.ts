/**
 * Names calls that Gemini gave no id, and finds the call a result belongs to. Ids come from the place alone, so the same body
 * always gives the same ids.
 */
export class CallBook {
  private count = 0;
  private readonly open: { id: string; name: string }[] = [];

  constructor(private readonly prefix: string) {}

  nameCall(id: string | undefined, name: string): { id: string; isDerived: boolean } {
    const given = id === undefined || id === '' ? undefined : id;
    const known = given ?? `${this.prefix}${this.count}`;
    this.count += 1;
    this.open.push({ id: known, name });
    return { id: known, isDerived: given === undefined };
  }

  /** By id where there is one, else the oldest call of this name that has no result yet. */
  matchResult(id: string | undefined, name: string): { id: string; isDerived: boolean } {
    const given = id === undefined || id === '' ? undefined : id;
    const index = this.open.findIndex((call) => (given === undefined ? call.name === name : call.id === given));
    const call = index < 0 ? undefined : this.open.splice(index, 1)[0];
    if (given !== undefined) return { id: given, isDerived: false };
    if (call !== undefined) return { id: call.id, isDerived: true };
    this.count += 1;
    return { id: `${this.prefix}${this.count - 1}`, isDerived: true };
  }
}

/**
 * Prefix for the ids of an answer's calls. They come back in later turns, so they must differ from answer to answer; the
 * letters are those that all dialects allow.
 */
export function callIdPrefix(responseId: string, candidate: number): string {
  let letters = '';
  for (const letter of responseId.slice(0, 40)) letters += isIdLetter(letter) ? letter : '-';
  return `call_${letters}_${candidate}_`;
}

function isIdLetter(letter: string): boolean {
  const isAlphabetic = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  return isAlphabetic || (letter >= '0' && letter <= '9') || letter === '_' || letter === '-';
}
