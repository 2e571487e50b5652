import type { Reasoning } from '../../model/chat-request';

type Effort = NonNullable<Reasoning['effort']> | 'none';

/** What a model takes, by its name; names that are not known are taken for OpenAI's newest. */
export interface ModelTraits {
  /** Undefined = nobody knows. */
  canReason: boolean | undefined;
  /** Temperature is refused while it reasons. */
  refusesSampling: boolean;
  efforts: readonly Effort[];
}

const ALL: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * https://platform.openai.com/docs/guides/reasoning and the pages of the models: `minimal` came with GPT-5 and went with 5.1,
 * `none` came with 5.1, `xhigh` with 5.1-codex-max.
 */
const FAMILIES: readonly [RegExp, ModelTraits][] = [
  [/^(gpt-3|gpt-4|chatgpt-|gpt-5([.\d]*)-chat)/, { canReason: false, refusesSampling: false, efforts: [] }],
  [/^(o\d|codex-mini)/, { canReason: true, refusesSampling: true, efforts: ['low', 'medium', 'high'] }],
  [/^gpt-5(-|$)/, { canReason: true, refusesSampling: true, efforts: ['minimal', 'low', 'medium', 'high'] }],
  [
    /^gpt-5\.1-codex-max/,
    { canReason: true, refusesSampling: true, efforts: ['none', 'low', 'medium', 'high', 'xhigh'] },
  ],
  [/^gpt-5\.1(-|$)/, { canReason: true, refusesSampling: true, efforts: ['none', 'low', 'medium', 'high'] }],
  [/^gpt-5\.[2-5]/, { canReason: true, refusesSampling: true, efforts: ['none', 'low', 'medium', 'high', 'xhigh'] }],
  [/^gpt-/, { canReason: true, refusesSampling: true, efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'] }],
];

const UNKNOWN: ModelTraits = { canReason: undefined, refusesSampling: false, efforts: ALL };

/** Suppliers put their own name before the model's. */
export function findModelTraits(model: string): ModelTraits {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? UNKNOWN;
}

/** The nearest effort that the model knows, rather more than less. */
export function fitEffort(effort: Effort, { efforts }: ModelTraits): Effort | undefined {
  if (efforts.includes(effort)) return effort;
  const at = ALL.indexOf(effort);
  return ALL.slice(at).find((one) => efforts.includes(one)) ?? efforts[efforts.length - 1];
}
