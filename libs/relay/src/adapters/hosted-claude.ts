import type { ChannelTarget } from '@app/channel';
import type { Loss } from '../model/loss';
import { editMembers } from './edit-members';
import { invalidRequest } from './invalid-request';
import { scanObject, ScanError } from './scan-object';

/**
 * Features that are switched on by name and that Claude's hosts know; they refuse a call that names another, while clients
 * name whatever is new. Both hosts: docs.aws.amazon.com/bedrock, "Anthropic Claude Messages API", field anthropic_beta.
 */
const KNOWN_BETAS: ReadonlySet<string> = new Set([
  'compact-2026-01-12',
  'computer-use-2024-10-22',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dev-full-thinking-2025-05-14',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'output-128k-2025-02-19',
  'token-efficient-tools-2025-02-19',
  'tool-examples-2025-10-29',
  'tool-search-tool-2025-10-19',
]);
const ANY = '*';

/** Of the features a caller asks for, those that go upstream. The channel's option `betas` (names with commas) is a list instead. */
export function takenBetas({ config }: ChannelTarget, asked: string | undefined): string[] {
  const names = listed(asked ?? '');
  if (names.length === 0) return names;
  const option = config['betas'];
  if (option?.trim() === ANY) return names;
  const known = option === undefined || option === '' ? KNOWN_BETAS : new Set(listed(option));
  return names.filter((name) => known.has(name));
}

/** A body of Anthropic's as a host wants it, and what of the caller's it lost by that. */
export interface HostedBody {
  body: Buffer;
  losses: readonly Loss[];
}

/**
 * The host has the model in the address and wants `added` in the body. The channel's option `drop_fields` (names with commas)
 * takes more members out: hosts refuse a call with one that they do not know yet. Throws AppError 400 for a member that is there
 * twice.
 */
export function hostedBody(
  { config }: ChannelTarget,
  body: Buffer,
  removed: readonly string[],
  added: Readonly<Record<string, unknown>>,
): HostedBody {
  const dropped = listed(config['drop_fields'] ?? '');
  try {
    const present = dropped.length === 0 ? dropped : presentOf(body, dropped);
    return {
      body: editMembers(body, [...removed, ...present], added),
      losses: present.map((field) => ({ field, reason: 'the channel leaves it out' })),
    };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw invalidRequest(error.key ?? 'body', `无效：${error.message}`, `is not valid: ${error.message}`);
  }
}

function presentOf(body: Buffer, names: readonly string[]): string[] {
  const { values } = scanObject(body, new Set(names));
  return names.filter((name) => values.get(name) !== undefined);
}

function listed(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
