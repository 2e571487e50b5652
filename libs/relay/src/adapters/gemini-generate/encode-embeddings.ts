import { MalformedPayload } from '../codec';
import { asArray, asCount, asObject } from '../read-json';

/** OpenAI's answer to `count` texts in Gemini's words. Throws MalformedPayload when it is none. */
export function encodeEmbeddings(answer: unknown, count: number, isBatch: boolean): object {
  const wire = asObject(answer);
  const data = asArray(wire?.['data']);
  if (data?.length !== count) throw new MalformedPayload('data', `not ${count} embeddings`);
  const places = data.map((item) => asCount(asObject(item)?.['index']) ?? count);
  // Some upstreams number every embedding 0, or none: then they stand in order.
  const isNumbered = new Set(places.filter((place) => place < count)).size === count;
  const vectors: number[][] = [];
  data.forEach((item, position) => {
    const vector = readVector(asObject(item)?.['embedding'], `data[${position}].embedding`);
    vectors[isNumbered ? places[position]! : position] = vector;
  });
  const tokens = asCount(asObject(wire?.['usage'])?.['prompt_tokens']);
  const usage = tokens === undefined ? {} : { usageMetadata: { promptTokenCount: tokens, totalTokenCount: tokens } };
  const embeddings = vectors.map((values) => ({ values }));
  return isBatch ? { embeddings, ...usage } : { embedding: embeddings[0], ...usage };
}

/** A list of numbers; upstreams that do not heed what was asked for send their bytes. */
function readVector(value: unknown, path: string): number[] {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'base64');
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
  }
  const list = asArray(value);
  if (list === undefined || !list.every((item) => typeof item === 'number')) {
    throw new MalformedPayload(path, 'no list of numbers');
  }
  return list;
}
