import type { ChatRequest, ResponseFormat } from '../../model/chat-request';
import { asBoolean, asObject, asString } from '../read-json';
import type { Fail, WireObject } from './openai-responses.wire';
import { needObject } from './read-wire';

const JSON_SCHEMA: ReadonlySet<string> = new Set(['type', 'name', 'description', 'schema', 'strict']);

export interface DecodedText {
  responseFormat?: ResponseFormat;
  verbosity?: string;
  /** The rest of `text` by its path. */
  extra: WireObject;
}

export function decodeText(value: unknown, fail: Fail): DecodedText {
  const decoded: DecodedText = { extra: {} };
  if (value === undefined || value === null) return decoded;
  const wire = needObject(value, 'text', fail);
  if (Object.keys(wire).length === 0) decoded.extra['text'] = {};
  for (const name of Object.keys(wire)) {
    const verbosity = name === 'verbosity' ? asString(wire[name]) : undefined;
    if (verbosity !== undefined) decoded.verbosity = verbosity;
    else if (name === 'format' && wire[name] !== null) {
      decodeFormat(needObject(wire[name], 'text.format', fail), decoded, fail);
    } else decoded.extra[`text.${name}`] = wire[name];
  }
  return decoded;
}

/** A format that says more than the model has words for goes back whole. */
function decodeFormat(format: WireObject, decoded: DecodedText, fail: Fail): void {
  const names = Object.keys(format);
  if (format['type'] === 'text' && names.length === 1) decoded.responseFormat = { type: 'text' };
  else if (format['type'] === 'json_object' && names.length === 1) decoded.responseFormat = { type: 'json' };
  else if (format['type'] === 'json_schema') {
    if (asObject(format['schema']) === undefined) throw fail('text.format.schema', '必须是对象', 'must be an object');
    decoded.responseFormat = readSchema(format);
    for (const name of names) {
      if (!JSON_SCHEMA.has(name) || format[name] === null) decoded.extra[`text.format.${name}`] = format[name];
    }
  } else decoded.extra['text.format'] = format;
}

function readSchema(format: WireObject): ResponseFormat {
  const name = asString(format['name']);
  const description = asString(format['description']);
  const isStrict = asBoolean(format['strict']);
  return {
    type: 'json-schema',
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    schema: format['schema'],
    ...(isStrict !== undefined && { isStrict }),
  };
}

export function encodeText(request: ChatRequest, isOwn: boolean): WireObject | undefined {
  const { responseFormat, verbosity } = request;
  const wire: WireObject = {};
  if (responseFormat !== undefined && (isOwn || responseFormat.type !== 'text')) {
    wire['format'] = encodeFormat(responseFormat, isOwn);
  }
  if (verbosity !== undefined) wire['verbosity'] = verbosity;
  return Object.keys(wire).length > 0 ? wire : undefined;
}

function encodeFormat(format: ResponseFormat, isOwn: boolean): WireObject {
  if (format.type === 'text') return { type: 'text' };
  if (format.type === 'json') return { type: 'json_object' };
  const { name, description, schema, isStrict } = format;
  const wire: WireObject = { type: 'json_schema' };
  if (isOwn) {
    if (name !== undefined) wire['name'] = name;
  } else wire['name'] = (name ?? 'answer').replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
  if (description !== undefined) wire['description'] = description;
  wire['schema'] = schema;
  if (isStrict !== undefined) wire['strict'] = isStrict;
  return wire;
}
