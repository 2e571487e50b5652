/** What a Cohere model accepts, as far as its name tells. Unknown names are taken for the newest. */
export interface ModelTraits {
  /** It has `thinking`; older ones refuse the field. */
  canThink: boolean;
}

/** Models from before there was thinking. https://docs.cohere.com/docs/models */
const NEVER_THINKS = /^(?:command(?:-(?:light|nightly|r\b|r7b|a-03|a-vision|a-translate)|$)|c4ai-)/i;

export function findModelTraits(model: string): ModelTraits {
  return { canThink: !NEVER_THINKS.test(model) };
}
