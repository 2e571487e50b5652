import type { Reasoning } from '../../model/chat-request';
import type { SpokenDialect } from '../upstream-half';

/** What the end of a model's name says of thinking: `-thinking`, `-thinking-8192`, `-nothinking`, `-high`. */
export interface ThinkingSuffix {
  /** The name without it. */
  base: string;
  mode: 'on' | 'off';
  effort?: NonNullable<Reasoning['effort']>;
  budgetTokens?: number;
}

const SUFFIX = /-(?:(nothinking)|thinking(?:-(\d{1,6}))?|(minimal|low|medium|high|xhigh))$/;

/** Undefined = the name has none. Whether it means anything is decided where the model is looked for. */
export function readSuffix(model: string): ThinkingSuffix | undefined {
  const match = SUFFIX.exec(model);
  if (match === null || match.index === 0) return undefined;
  const base = model.slice(0, match.index);
  const [, off, budget, effort] = match;
  if (off !== undefined || Number(budget) === 0) return { base, mode: 'off' };
  const suffix: ThinkingSuffix = { base, mode: 'on' };
  if (budget !== undefined) suffix.budgetTokens = Number(budget);
  if (effort !== undefined) suffix.effort = effort as NonNullable<Reasoning['effort']>;
  return suffix;
}

/** Families whose makers give no names of this kind: there a suffix is one, though operators list the name. */
const NEVER_NAMED_SO: readonly { names: RegExp; dialects: readonly SpokenDialect[]; isEffortOnly: boolean }[] = [
  { names: /^claude-/, dialects: ['anthropic-messages'], isEffortOnly: false },
  { names: /^gemini-(?:2\.5|[3-9])/, dialects: ['gemini-generate'], isEffortOnly: false },
  { names: /^(?:o\d|gpt-[5-9])/, dialects: ['openai-chat', 'openai-responses'], isEffortOnly: true },
];

/** Others have models like `kimi-k2-thinking`. `dialect`: only where the upstream speaks the family's own; resellers may have names of theirs. */
export function isNeverNamedSo({ base, effort }: ThinkingSuffix, dialect?: SpokenDialect): boolean {
  const family = NEVER_NAMED_SO.find(({ names }) => names.test(base));
  if (family === undefined || (family.isEffortOnly && effort === undefined)) return false;
  return dialect === undefined || family.dialects.includes(dialect);
}
