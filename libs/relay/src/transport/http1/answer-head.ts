import type { AnswerHeaders } from './answer-handler';
import { CRLF, endOfName, endOfValue, withoutBlanks } from './header-lines';

export class MalformedAnswer extends Error {
  readonly code = 'MALFORMED_ANSWER';
}

/** How the end of a body is found; a number is its length in bytes. */
export type BodyFraming = number | 'chunked' | 'until-close';

export interface AnswerHead {
  status: number;
  /** Those that somebody reads. */
  headers: AnswerHeaders;
  framing: BodyFraming;
  /** The connection may carry another call after this answer. */
  isPersistent: boolean;
  /** Seconds the server said it keeps an idle connection; undefined = it said nothing. */
  keepAliveSeconds: number | undefined;
}

// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\u0000-\u0008\u000a-\u001f\u007f]*)?$/;
const LENGTH = /^\d{1,15}$/;
const KEEP_ALIVE_SECONDS = /\btimeout=(\d{1,6})\b/;

type WantedName = 'content-type' | 'content-length' | 'transfer-encoding' | 'connection' | 'keep-alive' | 'retry-after';
type WantedHeaders = Record<WantedName, string | undefined>;

/**
 * Reads status line and headers (without the blank line). Strict on purpose: an answer whose end two readers could see in
 * different places might hand the rest of one caller's answer to the next on the same connection. Every line is checked, but
 * only headers that somebody here reads become text: an upstream may send dozens. Throws MalformedAnswer.
 */
export function parseHead(text: string): AnswerHead {
  const lineEnd = text.indexOf(CRLF);
  const statusLine = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const [, minor, statusText] = STATUS_LINE.exec(statusLine) ?? malformed('status line');
  const headers = readHeaders(text, statusLine.length + CRLF.length);
  const status = Number(statusText);
  const framing = framingOf(status, headers);
  const keepAlive = headers['keep-alive'] && KEEP_ALIVE_SECONDS.exec(headers['keep-alive'].toLowerCase())?.[1];
  return {
    status,
    headers,
    framing,
    isPersistent: framing !== 'until-close' && (minor === '1' ? !isClosing(headers) : isKept(headers, framing)),
    keepAliveSeconds: keepAlive === undefined ? undefined : Number(keepAlive),
  };
}

function readHeaders(text: string, from: number): WantedHeaders {
  const headers: WantedHeaders = {
    'content-type': undefined,
    'content-length': undefined,
    'transfer-encoding': undefined,
    connection: undefined,
    'keep-alive': undefined,
    'retry-after': undefined,
  };
  let start = from;
  while (start < text.length) {
    const colon = endOfName(text, start);
    const end = colon < 0 ? -1 : endOfValue(text, colon + 1);
    if (end < 0) malformed('header line');
    const name = wantedName(text, start, colon);
    if (name !== undefined) {
      const value = withoutBlanks(text.slice(colon + 1, end));
      const known = headers[name];
      headers[name] = known === undefined ? value : `${known}, ${value}`;
    }
    start = end + CRLF.length;
  }
  return headers;
}

function wantedName(text: string, start: number, end: number): WantedName | undefined {
  switch (end - start) {
    case 10:
      return asOneOf(text.slice(start, end), 'connection', 'keep-alive');
    case 11:
      return asOneOf(text.slice(start, end), 'retry-after');
    case 12:
      return asOneOf(text.slice(start, end), 'content-type');
    case 14:
      return asOneOf(text.slice(start, end), 'content-length');
    case 17:
      return asOneOf(text.slice(start, end), 'transfer-encoding');
    default:
      return undefined;
  }
}

function asOneOf(name: string, first: WantedName, second = first): WantedName | undefined {
  const lower = name.toLowerCase();
  return lower === first ? first : lower === second ? second : undefined;
}

function framingOf(status: number, headers: WantedHeaders): BodyFraming {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status < 200 || status === 204 || status === 304) return 0;
  if (encoding !== undefined) {
    if (length !== undefined || encoding.toLowerCase() !== 'chunked') malformed('transfer encoding');
    return 'chunked';
  }
  if (length === undefined) return 'until-close';
  if (!LENGTH.test(length)) malformed('content length');
  return Number(length);
}

function isClosing(headers: WantedHeaders): boolean {
  return connectionOptions(headers).includes('close');
}

/** An answer of HTTP/1.0, which knows no chunks: whoever sends them all the same is not trusted with another call. */
function isKept(headers: WantedHeaders, framing: BodyFraming): boolean {
  return framing !== 'chunked' && !isClosing(headers) && connectionOptions(headers).includes('keep-alive');
}

function connectionOptions(headers: WantedHeaders): string[] {
  return headers.connection === undefined ? [] : headers.connection.toLowerCase().split(',').map(withoutBlanks);
}

function malformed(what: string): never {
  throw new MalformedAnswer(`The upstream's answer has a malformed ${what}`);
}
