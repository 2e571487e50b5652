import { CRLF, endOfName, endOfValue, withoutBlanks } from '../../transport/http1/header-lines';
import type { CallerHeaders } from '../caller-request';

/** Head of a plain call: POST, HTTP/1.1, a body of declared length on a connection that stays open. */
export interface CallHead {
  /** Path and query, in origin form. */
  url: string;
  headers: CallerHeaders;
  /** Bytes of the body. */
  length: number;
}

const REQUEST_LINE = /^POST (\/[\u0021-\u007e]*) HTTP\/1\.1$/;
/** Node shows a server no more than a thousand. */
const MOST_HEADERS = 500;
const LENGTH = /^\d{1,10}$/;

/** Read here or by whoever serves the call; of all others only the form is checked. */
interface WantedHeaders {
  host: string | undefined;
  origin: string | undefined;
  connection: string | undefined;
  authorization: string | undefined;
  'x-api-key': string | undefined;
  'x-goog-api-key': string | undefined;
  'content-length': string | undefined;
  'accept-language': string | undefined;
  'x-forwarded-for': string | undefined;
  'anthropic-version': string | undefined;
  'anthropic-beta': string | undefined;
}

/** They change what the rest of the request means. */
type ChangingName = 'expect' | 'upgrade' | 'content-encoding' | 'proxy-connection' | 'transfer-encoding';

/**
 * Reads the head of a request (without the blank line) as latin1 text. Undefined for whatever is not plain: another method, a
 * header twice, a body without a length, anything that is malformed or that two readers could understand differently. All
 * that is for Node's own parser to judge; so this one has to be strict and may know little.
 */
export function readCallHead(text: string): CallHead | undefined {
  const lineEnd = text.indexOf(CRLF);
  if (lineEnd < 0) return undefined;
  const url = REQUEST_LINE.exec(text.slice(0, lineEnd))?.[1];
  if (url === undefined) return undefined;
  const headers = readHeaders(text, lineEnd + CRLF.length);
  if (headers === undefined || headers.host === undefined) return undefined;
  const { 'content-length': length, connection } = headers;
  if (length === undefined || !LENGTH.test(length)) return undefined;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return undefined;
  return { url, headers, length: Number(length) };
}

function readHeaders(text: string, from: number): WantedHeaders | undefined {
  // All from the start: objects that grow later cost the engine a new shape each time.
  const headers: WantedHeaders = {
    host: undefined,
    origin: undefined,
    connection: undefined,
    authorization: undefined,
    'x-api-key': undefined,
    'x-goog-api-key': undefined,
    'content-length': undefined,
    'accept-language': undefined,
    'x-forwarded-for': undefined,
    'anthropic-version': undefined,
    'anthropic-beta': undefined,
  };
  let count = 0;
  for (let start = from; start < text.length;) {
    if (++count > MOST_HEADERS) return undefined;
    const colon = endOfName(text, start);
    const end = colon < 0 ? -1 : endOfValue(text, colon + 1);
    if (end < 0) return undefined;
    const name = knownName(text, start, colon);
    if (name !== undefined) {
      if (isChanging(name) || headers[name] !== undefined) return undefined;
      const value = text.slice(colon + 1, end);
      // Node's parser refuses a tab behind the length.
      if (name === 'content-length' && value.includes('\t')) return undefined;
      headers[name] = withoutBlanks(value);
    }
    start = end + CRLF.length;
  }
  return headers;
}

type KnownName = keyof WantedHeaders | ChangingName;

const NAMES: readonly KnownName[] = [
  ...(['host', 'origin', 'connection', 'authorization', 'x-api-key', 'x-goog-api-key'] as const),
  ...(['content-length', 'accept-language', 'x-forwarded-for', 'anthropic-version', 'anthropic-beta'] as const),
  ...(['expect', 'upgrade', 'content-encoding', 'proxy-connection', 'transfer-encoding'] as const),
];
const CHANGING: ReadonlySet<string> = new Set<ChangingName>([
  'expect',
  'upgrade',
  'content-encoding',
  // Node's parser takes it for `connection`.
  'proxy-connection',
  'transfer-encoding',
]);
/** By length: most headers of clients have none of these lengths, and never become text. */
const NAMES_BY_LENGTH: readonly (readonly KnownName[])[] = Array.from({ length: 20 }, (_, length) =>
  NAMES.filter((name) => name.length === length),
);

function knownName(text: string, start: number, end: number): KnownName | undefined {
  const candidates = NAMES_BY_LENGTH[end - start];
  if (candidates === undefined || candidates.length === 0) return undefined;
  const lower = text.slice(start, end).toLowerCase();
  for (const name of candidates) if (name === lower) return name;
  return undefined;
}

function isChanging(name: KnownName): name is ChangingName {
  return CHANGING.has(name);
}
