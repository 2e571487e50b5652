/** What the name of a Gemini model tells about what it takes. Unknown names count as new ones. */
export interface ModelTraits {
  /** Takes `thinkingLevel`; older ones only know `thinkingBudget`. */
  hasThinkingLevel: boolean;
  /** Thinking cannot be switched off. */
  mustThink: boolean;
  /** Most tokens a budget may name. */
  mostBudget: number;
  /** Answers 400 when a call in the history lacks its signature. */
  wantsSignedCalls: boolean;
  /** Takes files within a function response, and hosted tools beside functions. */
  isThirdGeneration: boolean;
}

/** Sources: https://ai.google.dev/gemini-api/docs/thinking and https://ai.google.dev/gemini-api/docs/gemini-3 */
export function readModelTraits(model: string): ModelTraits {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const isOld = name.startsWith('gemini-1') || name.startsWith('gemini-2') || name === 'gemini-pro';
  const isPro = name.includes('pro');
  return {
    hasThinkingLevel: !isOld,
    mustThink: isPro,
    mostBudget: isPro ? 32_768 : 24_576,
    wantsSignedCalls: !isOld,
    isThirdGeneration: !isOld,
  };
}
