import { AppError } from '@app/kernel';
import type { Dialect } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import { CAPABILITIES, type Capability, type Finding } from './capabilities';
import { DIALECTS } from './route';

const NAMES: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'OpenAI Chat',
  'openai-responses': 'OpenAI Responses',
  'anthropic-messages': 'Anthropic Messages',
  'gemini-generate': 'Gemini generateContent',
};

const HEAD = `# Conversion between dialects

What becomes of a call when its upstream speaks another dialect than its caller. This file is written from the codecs:
\`node -r ./tools/register-typescript.cjs tools/conversion-table.mjs\` sends one request and one answer for each line through
them, and a test compares what stands here.

- **as it is**: same dialect, the bytes pass untouched.
- **full**: nothing is left out.
- **lossy**: what is left out, as the caller calls it. He is told with the header \`x-chat-api-conversion-loss\`, the log row says
  it, and a channel with the option \`conversion\` = \`strict\` refuses such a call with 400 naming the field.
- **refused**: the call cannot be made.
- –: the caller's dialect has no word for it.

Upstreams of OpenAI's chat are taken as OpenAI itself; resellers that take cache marks, and those that want their thinking
back (DeepSeek, Kimi), get them. OpenAI's chat has no place for the thinking of earlier turns: it stays away, and is not counted
as lost. The models are recent ones of each vendor; older ones take less.
`;

/** The document, and what was lost without a word on the way: nothing, unless a codec is at fault. */
export function writeConversionTable(): { text: string; silent: string[] } {
  const silent: string[] = [];
  const parts = [HEAD];
  for (const from of DIALECTS) {
    parts.push(`## Callers of ${NAMES[from]}\n`);
    const rows = CAPABILITIES.map((capability) => [
      capability.name,
      ...DIALECTS.map((to) => cell(capability, from, to, silent)),
    ]);
    const head = ['', ...DIALECTS.map((to) => `to ${NAMES[to]}`)];
    parts.push(`${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
  }
  return { text: parts.join('\n'), silent };
}

function cell(capability: Capability, from: Dialect, to: Dialect, silent: string[]): string {
  let finding: Finding | undefined;
  try {
    finding = capability.probe(from, to);
  } catch (error) {
    if (error instanceof AppError) return `refused: ${error.text.en}`;
    throw error;
  }
  if (finding === undefined) return '–';
  silent.push(...finding.silent.map((what) => `${capability.name}, ${from} to ${to}: ${what}`));
  if (from === to) return 'as it is';
  return finding.losses.length === 0 ? 'full' : `lossy: ${told(finding.losses)}`;
}

/** Each reason once, with the last words of its fields' paths. */
function told(losses: readonly Loss[]): string {
  const fields = new Map<string, Set<string>>();
  for (const { field, reason } of losses) {
    const known = fields.get(reason) ?? new Set();
    fields.set(reason, known.add(field.replaceAll(/\[\d+\]/g, '')));
  }
  return [...fields]
    .map(([reason, names]) => `\`${[...names].join('`, `')}\` (${reason.replaceAll('|', '\\|')})`)
    .join('; ');
}
