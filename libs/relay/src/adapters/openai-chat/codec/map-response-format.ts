import type { ChatRequest, ResponseFormat } from '../../../model/chat-request';
import { invalidRequest } from '../../invalid-request';
import type { Fields } from './openai-chat.wire';
import { readBoolean, readObject, readString, wantObject, wantString } from './read-fields';

const PATH = 'response_format.json_schema';

/** Vendors have types of their own (regular expressions, grammars), which stay theirs. */
export function readResponseFormat(wire: Fields): Partial<ChatRequest> {
  const format = readObject(wire, 'response_format', '', invalidRequest);
  if (format === undefined) return {};
  switch (wantString(format, 'type', 'response_format', invalidRequest)) {
    case 'text':
      return { responseFormat: { type: 'text' } };
    case 'json_object':
      return { responseFormat: { type: 'json' } };
    case 'json_schema':
      return { responseFormat: readSchema(wantObject(format['json_schema'], PATH, invalidRequest)) };
    default:
      return {};
  }
}

function readSchema(wire: Fields): ResponseFormat {
  const format: ResponseFormat = {
    type: 'json-schema',
    schema: readObject(wire, 'schema', PATH, invalidRequest) ?? {},
  };
  const name = readString(wire, 'name', PATH, invalidRequest);
  const description = readString(wire, 'description', PATH, invalidRequest);
  const isStrict = readBoolean(wire, 'strict', PATH, invalidRequest);
  if (name !== undefined) format.name = name;
  if (description !== undefined) format.description = description;
  if (isStrict !== undefined) format.isStrict = isStrict;
  return format;
}

/** A schema needs a name here. */
const UNNAMED = 'response';

export function encodeResponseFormat(format: ResponseFormat): Fields {
  if (format.type !== 'json-schema') return { type: format.type === 'json' ? 'json_object' : 'text' };
  const schema: Fields = { name: cleanName(format.name), schema: format.schema };
  if (format.description !== undefined) schema['description'] = format.description;
  if (format.isStrict !== undefined) schema['strict'] = format.isStrict;
  return { type: 'json_schema', json_schema: schema };
}

function cleanName(name: string | undefined): string {
  const clean = (name ?? '').replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
  return clean === '' ? UNNAMED : clean;
}
