import type { Dialect } from '../../model/dialect';
import type { Wire } from './speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
export const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['a'],
  properties: {
    a: { $ref: '#/$defs/b' },
    c: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
  },
  $defs: { b: { type: 'object', properties: { d: { type: 'integer' } } } },
};
/** An answer by a schema, as each dialect asks for it. */
export const SCHEMA_FORMAT: Readonly<Record<Dialect, Wire>> = {
  [OC]: { response_format: { type: 'json_schema', json_schema: { name: 'out', schema: SCHEMA } } },
  [OR]: { text: { format: { type: 'json_schema', name: 'out', schema: SCHEMA } } },
  [AM]: { output_config: { format: { type: 'json_schema', schema: SCHEMA } } },
  [GG]: { generationConfig: { responseMimeType: 'application/json', responseJsonSchema: SCHEMA } },
};
