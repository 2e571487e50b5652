/** Fields whose value is for machines: bytes, proofs, marks. */
const NO_TEXT = /^(data|signature|type|id|.*_id|encrypted_.*|file_data|image_url|url|cache_control)$/;
/** Deeper than anybody writes; deeper ones must not end the process. */
const DEEPEST = 32;

/** What a model may read of something that only its dialect understands: a server tool's results, a hosted tool's settings. */
export function textsOfOpaque(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsOfOpaque(item, depth + 1));
  return Object.entries(value).flatMap(([name, inner]) => (NO_TEXT.test(name) ? [] : textsOfOpaque(inner, depth + 1)));
}
