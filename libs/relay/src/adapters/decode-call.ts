import { AppError } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { decodeState, STATE_FIELDS, type StateWish } from './decode-state';
import { asObject } from './read-json';
import { scanObject, ScanError, type ScannedObject } from './scan-object';

/** Kinds of calls. `compact` shortens a conversation of the Responses API. Embeddings and legacy completions are OpenAI's, `embed` and `embedBatch` are what Gemini has for the former. */
export type Endpoint = 'chat' | 'completions' | 'embeddings' | 'responses' | 'compact' | 'messages' | GeminiEndpoint;
/** Their address names the model. */
export type GeminiEndpoint = 'generate' | EmbedEndpoint;
export type EmbedEndpoint = 'embed' | 'embedBatch';

export function isEmbed(endpoint: string): endpoint is EmbedEndpoint {
  return endpoint === 'embed' || endpoint === 'embedBatch';
}

export function isGeminiEndpoint(endpoint: string): endpoint is GeminiEndpoint {
  return endpoint === 'generate' || isEmbed(endpoint);
}

export const DIALECT_OF: Readonly<Record<Endpoint, Dialect>> = {
  chat: 'openai-chat',
  completions: 'openai-chat',
  embeddings: 'openai-chat',
  responses: 'openai-responses',
  compact: 'openai-responses',
  messages: 'anthropic-messages',
  generate: 'gemini-generate',
  embed: 'gemini-generate',
  embedBatch: 'gemini-generate',
};

/** What the address says, in dialects whose body does not. */
export interface CallHints {
  model?: string;
  isStream?: boolean;
}

/** What the gateway needs to know of a request; the rest of the body is nobody's business here. */
export interface CallRequest {
  endpoint: Endpoint;
  dialect: Dialect;
  model: string;
  isStream: boolean;
  /** The caller wants the usage event of a stream. */
  wantsUsage: boolean;
  needsTools: boolean;
  /** Upper estimate of the prompt. */
  promptTokens: number;
  /** Most tokens the answer may have, for all choices together; undefined = the request names no limit. */
  answerTokens: number | undefined;
  /** Answers asked for. */
  choices: number;
  /** What it says about kept responses; undefined = nothing. */
  state: StateWish | undefined;
  /** Byte ranges for encode-request. */
  layout: ScannedObject;
}

interface Shape {
  wanted: ReadonlySet<string>;
  /** What the model shall answer to. */
  content: string;
  takes: 'list' | 'list-or-text' | 'object';
  limits: readonly string[];
}

const shape = (content: string, takes: Shape['takes'], limits: string[], others: string[]): Shape => ({
  wanted: new Set([content, ...limits, ...others]),
  content,
  takes,
  limits,
});
const OPENAI_LIMITS = ['max_completion_tokens', 'max_tokens'];
const OPENAI_FIELDS = ['model', 'stream', 'stream_options', 'n', 'tools', 'functions', 'messages', 'prompt', 'input'];

const RESPONSES_FIELDS = ['model', 'stream', 'tools', 'stream_options', ...STATE_FIELDS];

const SHAPES: Readonly<Record<Endpoint, Shape>> = {
  chat: shape('messages', 'list', OPENAI_LIMITS, OPENAI_FIELDS),
  completions: shape('prompt', 'list-or-text', OPENAI_LIMITS, OPENAI_FIELDS),
  embeddings: shape('input', 'list-or-text', OPENAI_LIMITS, OPENAI_FIELDS),
  responses: shape('input', 'list-or-text', ['max_output_tokens'], RESPONSES_FIELDS),
  compact: shape('input', 'list-or-text', [], ['model', ...STATE_FIELDS]),
  messages: shape('messages', 'list', ['max_tokens'], ['model', 'stream', 'tools']),
  generate: shape('contents', 'list', [], ['tools', 'generationConfig', 'generation_config']),
  embed: shape('content', 'object', [], []),
  embedBatch: shape('requests', 'list', [], []),
};

/** Text and first byte of each form. */
const FORMS = {
  list: { firsts: '[', zh: '数组', en: 'an array' },
  'list-or-text': { firsts: '["', zh: '字符串或数组', en: 'a string or an array' },
  object: { firsts: '{', zh: '对象', en: 'an object' },
};

/** Up to here the whole body is parsed to find every syntax error; beyond, only its structure is checked. */
const FULL_CHECK_BYTES = 64 * 1024;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
/** Gemini's settings may carry a schema. */
const LONGEST_VALUE = 256 * 1024;
const LARGEST_MAX_TOKENS = 1_073_741_823;
const MOST_CHOICES = 128;
const LONGEST_MODEL_NAME = 191;
/** Text has rarely less than three bytes per token in any script. */
const BYTES_PER_TOKEN = 3;
/** What a picture or file counts for in the estimate. */
const TOKENS_PER_FILE = 1_200;

/** Reads and checks a request. Throws AppError 400 naming the field. */
export function decodeCall(endpoint: Endpoint, body: Buffer, hints: CallHints = {}): CallRequest {
  const rules = SHAPES[endpoint];
  const { layout, parsed } = scan(body, rules.wanted);
  const read = (key: string): unknown => {
    const value = layout.values.get(key);
    if (value === undefined) return undefined;
    return parsed === undefined ? parse(body, value.start, value.end, key) : parsed[key];
  };
  const settings = endpoint === 'generate' ? generationSettings(read) : undefined;
  const answerLimit =
    settings === undefined ? largest(rules.limits.map((key) => limit(read(key), key))) : settings.limit;
  const choices = choiceCount(settings === undefined ? read('n') : settings.choices);
  const state = decodeState(endpoint, read);
  // What went before may be all that is asked about.
  requireContent(body, layout, rules, state?.previousId !== undefined);
  return {
    endpoint,
    dialect: DIALECT_OF[endpoint],
    model: modelName(hints.model ?? read('model')),
    isStream: hints.isStream ?? (!answersNoText(endpoint) && flag(read('stream'), 'stream')),
    wantsUsage: wantsUsage(read('stream_options')),
    needsTools: isFilledList(body, layout, 'tools') || isFilledList(body, layout, 'functions'),
    promptTokens:
      Math.ceil((body.length - layout.embeddedBytes) / BYTES_PER_TOKEN) + layout.embeddedFiles * TOKENS_PER_FILE,
    choices,
    state,
    answerTokens: answersNoText(endpoint) ? 0 : answerLimit === undefined ? undefined : answerLimit * choices,
    layout,
  };
}

/** Embeddings: only what goes in costs anything. */
export function answersNoText(endpoint: Endpoint): boolean {
  return endpoint === 'embeddings' || isEmbed(endpoint);
}

/** An upstream may know only one of several: the largest is what it can come to. */
function largest(limits: readonly (number | undefined)[]): number | undefined {
  let most: number | undefined;
  for (const value of limits) if (value !== undefined && (most === undefined || value > most)) most = value;
  return most;
}

/** Gemini keeps limit and number of answers in an object of its own, in either spelling of names; with both, the most counts. */
function generationSettings(read: (key: string) => unknown): { limit: number | undefined; choices: unknown } {
  const configs = ['generationConfig', 'generation_config'].map((name) => settingsObject(read(name)));
  const find = (names: string[]): unknown[] => configs.flatMap((config) => names.map((name) => config[name]));
  const limits = find(['maxOutputTokens', 'max_output_tokens']);
  return {
    limit: largest(limits.map((value) => limit(value, 'generationConfig.maxOutputTokens'))),
    choices: Math.max(...find(['candidateCount', 'candidate_count']).map(choiceCount)),
  };
}

function settingsObject(config: unknown): Record<string, unknown> {
  if (config === undefined || config === null) return {};
  const fields = asObject(config);
  if (fields === undefined)
    throw invalid('generationConfig 必须是对象', 'generationConfig must be an object', 'generationConfig');
  return fields;
}

interface Scan {
  layout: ScannedObject;
  /** The whole body, when it is short enough to be parsed. */
  parsed: Record<string, unknown> | undefined;
}

function scan(body: Buffer, wanted: ReadonlySet<string>): Scan {
  try {
    if (body.length > FULL_CHECK_BYTES) return { parsed: undefined, layout: scanObject(body, wanted) };
    const text = body.toString('utf8');
    const parsed = JSON.parse(text) as Record<string, unknown>;
    // As many characters as bytes: then each byte is one.
    return { parsed, layout: scanObject(body, wanted, text.length === body.length ? text : undefined) };
  } catch (error) {
    const detail = (error as Error).message;
    const param = error instanceof ScanError ? error.key : undefined;
    throw invalid(`请求体不是有效的 JSON：${detail}`, `The request body is not valid JSON: ${detail}`, param);
  }
}

function parse(body: Buffer, start: number, end: number, key: string): unknown {
  // Long values are checked by their first byte only, see isFilledList and requireContent.
  if (end - start > LONGEST_VALUE) throw invalid(`${key} 过长`, `${key} is too long`, key);
  try {
    return JSON.parse(body.toString('utf8', start, end));
  } catch {
    throw invalid(`${key} 不是有效的 JSON`, `${key} is not valid JSON`, key);
  }
}

function modelName(value: unknown): string {
  if (value === undefined || value === null || value === '')
    throw invalid('model 为必填项', 'model is required', 'model');
  if (typeof value !== 'string' || value.length > LONGEST_MODEL_NAME || CONTROL_CHARACTER.test(value)) {
    throw invalid('model 必须是字符串', `model must be a string of at most ${LONGEST_MODEL_NAME} characters`, 'model');
  }
  return value;
}

function flag(value: unknown, key: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw invalid(`${key} 必须是布尔值`, `${key} must be a boolean`, key);
  return value;
}

function limit(value: unknown, key: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > LARGEST_MAX_TOKENS) {
    throw invalid(`${key} 无效`, `${key} is invalid`, key);
  }
  return value as number;
}

function choiceCount(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > MOST_CHOICES) {
    throw invalid(`n 必须是 1 到 ${MOST_CHOICES} 的整数`, `n must be an integer from 1 to ${MOST_CHOICES}`, 'n');
  }
  return value as number;
}

function wantsUsage(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('stream_options 必须是对象', 'stream_options must be an object', 'stream_options');
  }
  return (value as { include_usage?: unknown }).include_usage === true;
}

function isFilledList(body: Buffer, layout: ScannedObject, key: string): boolean {
  const value = layout.values.get(key);
  if (value === undefined || isNull(body, value.start, value.end)) return false;
  if (body[value.start] !== 0x5b) throw invalid(`${key} 必须是数组`, `${key} must be an array`, key);
  return !isEmpty(body, value.start, value.end);
}

function requireContent(
  body: Buffer,
  layout: ScannedObject,
  { content: key, takes }: Shape,
  mayBeEmpty: boolean,
): void {
  const value = layout.values.get(key);
  if (value === undefined || isNull(body, value.start, value.end) || isEmpty(body, value.start, value.end)) {
    if (mayBeEmpty) return;
    throw invalid(`${key} 为必填项`, `field ${key} is required`, key);
  }
  const { firsts, zh, en } = FORMS[takes];
  if (firsts.includes(String.fromCharCode(body[value.start]!))) return;
  throw invalid(`${key} 必须是${zh}`, `${key} must be ${en}`, key);
}

function isNull(body: Buffer, start: number, end: number): boolean {
  return end - start === 4 && body[start] === 0x6e;
}

/** `[]` or `""`, with nothing but white space between. */
function isEmpty(body: Buffer, start: number, end: number): boolean {
  if (end - start > 64) return false;
  return /^(\[\s*\]|"")$/.test(body.toString('latin1', start, end));
}

function invalid(zh: string, en: string, param: string | undefined): AppError {
  return new AppError('invalid_text_request', { zh, en }, { status: 400, param });
}
