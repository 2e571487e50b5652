import type { AnswerHeaders } from './answer-handler';

export class MalformedAnswer extends Error {
  readonly code = 'MALFORMED_ANSWER';
}

/** How the end of a body is found; a number is its length in bytes. */
export type BodyFraming = number | 'chunked' | 'until-close';

export interface AnswerHead {
  status: number;
  headers: AnswerHeaders;
  framing: BodyFraming;
  /** The connection may carry another call after this answer. */
  isPersistent: boolean;
  /** Seconds the server said it keeps an idle connection; undefined = it said nothing. */
  keepAliveSeconds: number | undefined;
}

// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\u0000-\u0008\u000a-\u001f\u007f]*)?$/;
/** Refuses continued lines, blanks before the colon and control characters, which would break out of our own answer's head. */
// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const HEADER_LINE = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\u0000-\u0008\u000a-\u001f\u007f]*$/;
const LENGTH = /^\d{1,15}$/;
const KEEP_ALIVE_SECONDS = /\btimeout=(\d{1,6})\b/;

/**
 * Reads status line and headers (without the blank line). Strict on purpose: an answer whose end two readers could see in
 * different places might hand the rest of one caller's answer to the next on the same connection. Throws MalformedAnswer.
 */
export function parseHead(text: string): AnswerHead {
  const lines = text.split('\r\n');
  const [, minor, statusText] = STATUS_LINE.exec(lines[0]!) ?? malformed('status line');
  const headers = parseHeaders(lines);
  const status = Number(statusText);
  const framing = framingOf(status, headers);
  const keepAlive = KEEP_ALIVE_SECONDS.exec(lowerCase(headers['keep-alive']))?.[1];
  return {
    status,
    headers,
    framing,
    isPersistent: framing !== 'until-close' && (minor === '1' ? !isClosing(headers) : isKept(headers, framing)),
    keepAliveSeconds: keepAlive === undefined ? undefined : Number(keepAlive),
  };
}

function parseHeaders(lines: readonly string[]): AnswerHeaders {
  const headers: AnswerHeaders = Object.create(null) as AnswerHeaders;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (!HEADER_LINE.test(line)) malformed('header line');
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = withoutBlanks(line.slice(colon + 1));
    const known = headers[name];
    headers[name] = known === undefined ? value : `${String(known)}, ${value}`;
  }
  return headers;
}

function framingOf(status: number, headers: AnswerHeaders): BodyFraming {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status < 200 || status === 204 || status === 304) return 0;
  if (encoding !== undefined) {
    if (length !== undefined || lowerCase(encoding) !== 'chunked') malformed('transfer encoding');
    return 'chunked';
  }
  if (length === undefined) return 'until-close';
  if (!LENGTH.test(String(length))) malformed('content length');
  return Number(length);
}

function isClosing(headers: AnswerHeaders): boolean {
  return connectionOptions(headers).includes('close');
}

/** An answer of HTTP/1.0, which knows no chunks: whoever sends them all the same is not trusted with another call. */
function isKept(headers: AnswerHeaders, framing: BodyFraming): boolean {
  return framing !== 'chunked' && !isClosing(headers) && connectionOptions(headers).includes('keep-alive');
}

function connectionOptions(headers: AnswerHeaders): string[] {
  return lowerCase(headers['connection']).split(',').map(withoutBlanks);
}

/** By hand: a pattern that looks for the last blanks takes quadratic time on a value full of them. */
function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x09;
}

function lowerCase(value: string | string[] | undefined): string {
  return value === undefined ? '' : String(value).toLowerCase();
}

function malformed(what: string): never {
  throw new MalformedAnswer(`The upstream's answer has a malformed ${what}`);
}
