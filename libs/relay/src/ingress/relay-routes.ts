import type { Dialect } from '../model/dialect';
import type { CallHints, Endpoint } from '../adapters/decode-call';
import type { ResponseAction } from '../endpoints/stored-responses';

/** POST paths that are relayed. */
export const RELAYED_PATHS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/chat/completions', 'chat'],
  ['/v1/completions', 'completions'],
  ['/v1/embeddings', 'embeddings'],
  ['/v1/responses', 'responses'],
  ['/v1/responses/compact', 'compact'],
  ['/v1/messages', 'messages'],
]);

/** POST paths that are counted: the texts of a call of this kind, without making it. */
const COUNTED_PATHS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/messages/count_tokens', 'messages'],
  ['/v1/responses/input_tokens', 'responses'],
]);

/** Gemini names model and method in the path. Names of models may have colons of their own. */
const GEMINI_CALL =
  /^\/v1(?:beta)?\/models\/(.+):(generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents)$/;

/** A response by its id, and what can be done with it. */
const STORED = /^\/v1\/responses\/([^/]+)(?:\/(input_items|cancel))?$/;
const STORED_ACTIONS: ReadonlyMap<string, ResponseAction> = new Map([
  ['GET', 'read'],
  ['DELETE', 'delete'],
  ['GET input_items', 'input'],
  ['POST cancel', 'cancel'],
]);

/** Paths that are known and not offered: 501 instead of a puzzling 404. */
const NOT_OFFERED =
  /^\/v1\/(images\/variations|files(\/.*)?|fine_tuning\/jobs(\/.*)?|assistants(\/.*)?|threads(\/.*)?|messages\/batches(\/.*)?)$/;

export interface RelayedCall {
  endpoint: Endpoint;
  hints: CallHints;
}

/** Which kind of call a POST path means; undefined = none that is relayed. Throws URIError for a model that is not encoded properly. */
export function relayedCall(path: string): RelayedCall | undefined {
  const endpoint = RELAYED_PATHS.get(path);
  if (endpoint !== undefined) return { endpoint, hints: NO_HINTS };
  const gemini = geminiCall(path);
  if (gemini === undefined) return undefined;
  const { model, method } = gemini;
  switch (method) {
    case 'generateContent':
      return { endpoint: 'generate', hints: { model, isStream: false } };
    case 'streamGenerateContent':
      return { endpoint: 'generate', hints: { model, isStream: true } };
    case 'embedContent':
      return { endpoint: 'embed', hints: { model, isStream: false } };
    case 'batchEmbedContents':
      return { endpoint: 'embedBatch', hints: { model, isStream: false } };
    default:
      return undefined;
  }
}

/** Which kind of call a POST path wants counted; undefined = none. Throws URIError as above. */
export function countedCall(path: string): RelayedCall | undefined {
  const endpoint = COUNTED_PATHS.get(path);
  if (endpoint !== undefined) return { endpoint, hints: NO_HINTS };
  const gemini = geminiCall(path);
  return gemini?.method === 'countTokens' ? { endpoint: 'generate', hints: { model: gemini.model } } : undefined;
}

/** What a call wants of a stored response; undefined = it is about none. Throws URIError as above. */
export function storedCall(method: string, path: string): { id: string; action: ResponseAction } | undefined {
  const [, id, part] = STORED.exec(path) ?? [];
  const action = STORED_ACTIONS.get(part === undefined ? method : `${method} ${part}`);
  return id === undefined || action === undefined ? undefined : { id: decodeURIComponent(id), action };
}

/** Gemini streams an array unless events are asked for; `$alt` is Google's other spelling. */
export function isArrayStream(url: string): boolean {
  if (!pathOf(url).endsWith(':streamGenerateContent')) return false;
  return (queryOf(url, 'alt') ?? queryOf(url, '$alt')) !== 'sse';
}

const NO_HINTS: CallHints = {};

function geminiCall(path: string): { model: string; method: string } | undefined {
  const [, model, method] = GEMINI_CALL.exec(path) ?? [];
  return model === undefined || method === undefined ? undefined : { model: decodeURIComponent(model), method };
}

/** In whose words the caller is answered, whatever becomes of the call. `isAnthropic`: he sent `anthropic-version`. */
export function dialectOfPath(path: string, isAnthropic: boolean): Dialect {
  if (path.startsWith('/v1beta/') || (path.startsWith('/v1/models/') && GEMINI_CALL.test(path)))
    return 'gemini-generate';
  if (path.startsWith('/v1/messages')) return 'anthropic-messages';
  if (path.startsWith('/v1/responses')) return 'openai-responses';
  return isAnthropic && path.startsWith('/v1/models') ? 'anthropic-messages' : 'openai-chat';
}

export function isNotOffered(path: string): boolean {
  return NOT_OFFERED.test(path);
}

/** Billing figures, see endpoints/billing-figures.ts. */
export function isFiguresPath(path: string): boolean {
  return path.startsWith('/v1/dashboard/billing/') || path.startsWith('/dashboard/billing/');
}

/** Paths that never reach Express. */
export function isRelayPath(path: string): boolean {
  return (
    path.startsWith('/v1/') || path.startsWith('/v1beta/') || path === '/v1' || path.startsWith('/dashboard/billing/')
  );
}

/**
 * A target in absolute form (`GET http://host/path`) as path and query: rules that look at the start of the path must see the
 * same for both forms.
 */
export function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : '/';
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A value of the query, where the key of Gemini's clients may be. */
export function queryOf(url: string, name: string): string | undefined {
  return url.includes('?') ? (searchOf(url).get(name) ?? undefined) : undefined;
}

export function searchOf(url: string): URLSearchParams {
  const query = url.indexOf('?');
  return new URLSearchParams(query < 0 ? '' : url.slice(query));
}
