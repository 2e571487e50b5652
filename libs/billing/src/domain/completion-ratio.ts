interface CompletionRule {
  matches(model: string): boolean;
  ratio: number;
}

const isFlash = (model: string): boolean => model.includes('flash');
const startsWith = (prefix: string) => (model: string) => model.startsWith(prefix);
const oneOf =
  (...names: string[]) =>
  (model: string) =>
    names.includes(model);

/** Output price as a multiple of the input price for models without an own entry; the first match counts. */
const RULES: readonly CompletionRule[] = [
  { matches: (m) => m.startsWith('gpt-3.5') && m.endsWith('1106'), ratio: 2 },
  { matches: (m) => m.startsWith('gpt-3.5') && m.endsWith('0125'), ratio: 3 },
  // The reference says 2 here; the published output price is three times the input price.
  { matches: oneOf('gpt-3.5-turbo'), ratio: 3 },
  { matches: oneOf('gpt-3.5-turbo-16k'), ratio: 2 },
  { matches: startsWith('gpt-3.5'), ratio: 4 / 3 },
  { matches: startsWith('gpt-4.1'), ratio: 4 },
  { matches: startsWith('gpt-4.5'), ratio: 2 },
  { matches: oneOf('gpt-4o-2024-05-13'), ratio: 3 },
  { matches: startsWith('gpt-4o'), ratio: 4 },
  { matches: (m) => m.startsWith('gpt-4') && (m.endsWith('preview') || m.includes('turbo')), ratio: 3 },
  { matches: startsWith('gpt-4'), ratio: 2 },
  { matches: (m) => /^o[134]/.test(m), ratio: 4 },
  { matches: (m) => /^deepseek.*(reasoner|r1)$/i.test(m), ratio: 4 },
  { matches: (m) => /^deepseek/i.test(m), ratio: 2 },
  { matches: startsWith('chatgpt-4o'), ratio: 3 },
  // The reference says 3 for Claude 4; its list price ratio is 5 like that of Claude 3.
  { matches: (m) => /^claude-(3|sonnet|opus|haiku)/.test(m), ratio: 5 },
  { matches: startsWith('claude-'), ratio: 3 },
  { matches: startsWith('mistral-'), ratio: 3 },
  { matches: startsWith('gemini-2.5-pro'), ratio: 8 },
  { matches: (m) => m.startsWith('gemini-') && isFlash(m), ratio: 4 },
  { matches: startsWith('gemini-'), ratio: 3 },
  { matches: startsWith('grok-'), ratio: 5 },
  { matches: oneOf('llama2-70b-4096'), ratio: 0.8 / 0.64 },
  { matches: oneOf('llama3-8b-8192'), ratio: 2 },
  { matches: oneOf('llama3-70b-8192'), ratio: 0.79 / 0.59 },
  { matches: oneOf('command', 'command-light', 'command-nightly', 'command-light-nightly'), ratio: 2 },
  { matches: oneOf('command-r'), ratio: 3 },
  { matches: oneOf('command-r-plus'), ratio: 5 },
];

export function defaultCompletionRatio(model: string): number {
  const name = /^command-.*-internet$/.test(model) ? model.slice(0, -'-internet'.length) : model;
  return RULES.find((rule) => rule.matches(name))?.ratio ?? 1;
}
