/** Names that do not follow from Claude's by the rule below. */
const SPECIAL: ReadonlyMap<string, string> = new Map([['claude-3-5-sonnet-20241022', 'claude-3-5-sonnet-v2@20241022']]);
const DATED = /^(claude-.*)-(\d{8})$/;

/** The host's name of a model: dates come after an `@` there. */
export function vertexModelId(model: string): string {
  return SPECIAL.get(model) ?? model.replace(DATED, '$1@$2');
}

export function isClaude(model: string): boolean {
  return model.startsWith('claude');
}
