/** What a model takes, as far as its name tells. Names without a rule get what most servers of this dialect understand. */
export interface ModelTraits {
  /** OpenAI's own: refuses fields that it does not know. */
  isOpenAi: boolean;
  /** OpenAI's reasoning models: no sampling, `max_completion_tokens` only. */
  isReasoner: boolean;
  /** Takes no stop sequences. */
  isWithoutStop: boolean;
  /** How thinking is asked for. */
  thinking: 'effort' | 'switch' | 'flag' | 'none';
  hasEffortNone: boolean;
  hasEffortMinimal: boolean;
  hasEffortExtraHigh: boolean;
  /** Searches the web: other models refuse the options of a search. */
  canSearch: boolean;
}

const OPENAI = /^(?:gpt-(?!oss)|o\d|chatgpt-|codex-)/;
const O_SERIES = /^o\d/;
const GPT_5 = /^gpt-5(?:\.(\d+))?(?!\d)(?!.*-chat)/;
/** `thinking: {type}`, as their makers document it. Resellers, whose names have a slash, have fields of their own. */
const SWITCHED = /^(?:glm-|kimi-|doubao-|deepseek-)/;
/** `enable_thinking` and `thinking_budget`. */
const FLAGGED = /^(?:qwen|qwq)/;

export function findModelTraits(model: string): ModelTraits {
  const full = model.toLowerCase();
  const name = full.slice(full.lastIndexOf('/') + 1);
  const isOpenAi = OPENAI.test(name);
  const isOfOSeries = O_SERIES.test(name);
  const fifth = GPT_5.exec(name);
  const minor = fifth === null ? -1 : Number(fifth[1] ?? 0);
  const isReasoner = isOfOSeries || minor >= 0;
  return {
    isOpenAi,
    isReasoner,
    isWithoutStop: /^o[34]/.test(name),
    thinking: findThinking(full, isOpenAi, isReasoner),
    hasEffortNone: !isOpenAi || minor >= 1,
    hasEffortMinimal: !isOpenAi || minor === 0,
    hasEffortExtraHigh: minor >= 2 || name.includes('codex-max'),
    canSearch: /\bsearch\b|^sonar/.test(name),
  };
}

function findThinking(name: string, isOpenAi: boolean, isReasoner: boolean): ModelTraits['thinking'] {
  if (isOpenAi) return isReasoner ? 'effort' : 'none';
  if (SWITCHED.test(name)) return 'switch';
  return FLAGGED.test(name) ? 'flag' : 'effort';
}
