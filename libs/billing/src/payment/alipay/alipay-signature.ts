import { sign, verify, type KeyObject } from 'node:crypto';

/**
 * RSA2 signatures of Alipay's OpenAPI 2. Own code, because the vendor's library cannot be loaded here: its HTTP client puts a
 * `destroy` of its own on all sockets of the process, which throws when two are closed for one reason (ADR 26). A test
 * compares the two.
 */
type Fields = Readonly<Record<string, string>>;

/** `fields` with their signature. */
export function signFields(fields: Fields, privateKey: KeyObject): Record<string, string> {
  return { ...fields, sign: sign('sha256', Buffer.from(contentOf(fields)), privateKey).toString('base64') };
}

/** Whether Alipay signed the fields of a notice; of the older SHA-1 signature it is not asked. */
export function isGenuineNotice(
  { sign: signature = '', sign_type: kind, ...fields }: Fields,
  alipayKey: KeyObject,
): boolean {
  return kind === 'RSA2' && isSigned(contentOf(fields), signature, alipayKey);
}

/**
 * The text of `member` in an answer whose member `sign` is Alipay's signature of just that text; undefined when it is not.
 * What was signed is cut out of the answer as it came, because writing it out again could change it.
 */
export function signedMember(
  answer: string,
  member: string,
  signature: string,
  alipayKey: KeyObject,
): string | undefined {
  const label = `"${member}":`;
  const labelAt = answer.indexOf(label);
  if (labelAt < 0) return undefined;
  const text = objectAt(answer, labelAt + label.length);
  return text !== undefined && isSigned(text, signature, alipayKey) ? text : undefined;
}

function isSigned(content: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(content), key, Buffer.from(signature, 'base64'));
}

function contentOf(fields: Fields): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

/** The JSON object that begins at `start`, up to its closing brace. */
function objectAt(text: string, start: number): string | undefined {
  let depth = 0;
  // Strings whole, so that braces within them do not count.
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++;
    if (token === '}' && --depth <= 0) return depth === 0 ? text.slice(start, start + index + 1) : undefined;
  }
  return undefined;
}
