import { asArray, asObject } from '../read-json';
import { parseEmbedBody } from './decode-embed';

/** The body with the upstream's name of the model wherever the caller wrote his. */
export function renameEmbedModel(body: Buffer, model: string): Buffer {
  const wire = parseEmbedBody(body);
  for (const request of [wire, ...(asArray(wire['requests']) ?? [])].map(asObject)) {
    if (request?.['model'] !== undefined) request['model'] = `models/${model}`;
  }
  return Buffer.from(JSON.stringify(wire));
}
