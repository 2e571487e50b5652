import type { ChannelTarget } from '@app/channel';

/** Ids that do not follow from Claude's names by the rule below. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['claude-instant-1.2', 'anthropic.claude-instant-v1'],
  ['claude-2.0', 'anthropic.claude-v2'],
  ['claude-2.1', 'anthropic.claude-v2:1'],
  ['claude-3-5-sonnet-20241022', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
  ['claude-opus-4-6', 'anthropic.claude-opus-4-6-v1'],
  ['command-r', 'cohere.command-r-v1:0'],
  ['command-r-plus', 'cohere.command-r-plus-v1:0'],
]);
const DATED = /^claude-.*-\d{8}$/;
/** Of these there are profiles that cross regions. */
const CROSSING = /^(?:anthropic|meta|amazon|mistral|deepseek|writer|cohere\.embed)\b/;

/**
 * The id that is called. Names of Claude's become ids; whatever is an id or an ARN already stays one, so that the channel's
 * mapping can name any. The option `cross` (`us`, `eu`, `apac`, `global` …) puts the profile of that area in front.
 */
export function bedrockModelId({ config }: ChannelTarget, model: string): string {
  const id = plainId(model);
  const area = config['cross'];
  return area && CROSSING.test(id) ? `${area}.${id}` : id;
}

function plainId(model: string): string {
  const special = SPECIAL.get(model);
  if (special !== undefined) return special;
  if (DATED.test(model)) return `anthropic.${model}-v1:0`;
  return model.startsWith('claude-') ? `anthropic.${model}` : model;
}

/** Whether a model takes Anthropic's messages. The ARN of a profile of one's own does not tell: then the caller's name does. */
export function isClaude({ modelMapping }: ChannelTarget, model: string): boolean {
  return [model, modelMapping.get(model) ?? model].some((name) => /claude|anthropic\./.test(name));
}
