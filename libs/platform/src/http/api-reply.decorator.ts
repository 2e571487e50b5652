import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { EnvelopeDto, ListEnvelopeDto } from './envelope.dto';

/** The class of the data, `[a class]` for a list of them, `Number` or `String`, or null where there is none. */
type Data = Type | [Type] | NumberConstructor | StringConstructor | null;

/** Documents a reply in an envelope. Classes need their decorators: a property without one is missing in the document. */
export function ApiReply(data: Data) {
  return envelope(EnvelopeDto, data);
}

/** Documents a page of rows in a list envelope. */
export function ApiListReply(row: Type) {
  return envelope(ListEnvelopeDto, [row]);
}

function envelope(base: Type, data: Data) {
  const [model] = Array.isArray(data) ? data : [data];
  const isModel = model !== null && model !== Number && model !== String;
  return applyDecorators(
    ApiExtraModels(base, ...(isModel ? [model as Type] : [])),
    ApiOkResponse({
      schema: {
        allOf: [
          { $ref: getSchemaPath(base) },
          { type: 'object', required: ['data'], properties: { data: schemaOf(data) } },
        ],
      },
    }),
  );
}

function schemaOf(data: Data): { [key: string]: unknown } {
  if (data === null) return { nullable: true, enum: [null] };
  if (Array.isArray(data)) return { type: 'array', items: schemaOf(data[0]) };
  if (data === Number) return { type: 'number' };
  return data === String ? { type: 'string' } : { $ref: getSchemaPath(data as Type) };
}
