import type { Dialect } from '../../../libs/relay/src/model/dialect';
import type { DialectSamples } from '../../../libs/relay/src/adapters/__fixtures__/dialect-samples';
import { callRelay, type RelayReply } from '../../harness/relay-client';

type Fields = Record<string, unknown>;

const HANG_MS = 8_000;

const PATHS: Readonly<Record<Dialect, (model: string, isStream: boolean) => string>> = {
  'openai-chat': () => '/v1/chat/completions',
  'openai-responses': () => '/v1/responses',
  'anthropic-messages': () => '/v1/messages',
  'gemini-generate': (model, isStream) =>
    `/v1beta/models/${model}:${isStream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
};

/** A small good body of each dialect; Gemini's address says the rest. */
export const GOOD: Readonly<Record<Dialect, (model: string, isStream: boolean) => Fields>> = {
  'openai-chat': (model, stream) => ({ model, stream, messages: [{ role: 'user', content: 'hi' }] }),
  'openai-responses': (model, stream) => ({ model, stream, input: 'hi', store: false }),
  'anthropic-messages': (model, stream) => ({
    ...{ model, stream, max_tokens: 100 },
    messages: [{ role: 'user', content: 'hi' }],
  }),
  'gemini-generate': () => ({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
};

/** A call that must not hang, whatever is sent and answered. */
export async function callOf(
  dialect: Dialect,
  gateway: { url: string; key: string },
  { model, isStream, body }: { model: string; isStream: boolean; body?: unknown },
): Promise<RelayReply> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The call hangs')), HANG_MS);
  });
  const sent = JSON.stringify(body ?? GOOD[dialect](model, isStream));
  const call = callRelay(gateway.url + PATHS[dialect](model, isStream), { key: gateway.key, body: sent });
  try {
    return await Promise.race([call, hang]);
  } finally {
    clearTimeout(timer);
  }
}

/** Path of the field that a refusal names, where each dialect has it. */
export function fieldOf(dialect: Dialect, { text }: RelayReply): string | undefined {
  const { error } = JSON.parse(text) as { error: { param?: string; message: string; details?: Fields[] } };
  if (dialect === 'anthropic-messages') return /^([A-Za-z_]\w*(?:[.[]\S*)?) \S/.exec(error.message)?.[1];
  if (dialect !== 'gemini-generate') return error.param ?? undefined;
  const violations = error.details?.flatMap(({ fieldViolations }) => (fieldViolations as Fields[] | undefined) ?? []);
  return violations?.[0]?.['field'] as string | undefined;
}

/** The last word of a stream in each dialect: of a whole one, or of one that failed. */
const LAST_WORDS: Readonly<Record<Dialect, RegExp>> = {
  'openai-chat': /data: \[DONE\]|"error":/,
  'openai-responses': /"type":\s*"response\.(completed|incomplete|failed)"|"type":\s*"error"/,
  'anthropic-messages': /"type":\s*"(message_stop|error)"/,
  'gemini-generate': /"finishReason"|"blockReason"|"error":/,
};

/** The caller can tell a stream that is complete from one that failed. */
export function hasLastWord(dialect: Dialect, { text }: RelayReply): boolean {
  return LAST_WORDS[dialect].test(text);
}

/** Every event holds JSON; of a passed stream nobody reads the events, so it is only asked of converted ones. */
export function isReadable({ text }: RelayReply): boolean {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .every((line) => canParse(line.slice('data: '.length)));
}

function canParse(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

/** The stream as its upstream sends it. */
export function toWire(dialect: Dialect, lines: readonly string[]): string {
  const named = dialect === 'openai-responses' || dialect === 'anthropic-messages';
  return lines
    .map((data) => {
      const type = named ? /^\{"type":\s*"([\w.]+)"/.exec(data)?.[1] : undefined;
      return `${type === undefined ? '' : `event: ${type}\n`}data: ${data}\n\n`;
    })
    .join('');
}

/** A stream that ends well. */
export function goodStream(dialect: Dialect, { streams }: DialectSamples): string {
  const [lines] = streams;
  const isWhole = dialect !== 'openai-chat' || lines!.at(-1) === '[DONE]';
  return toWire(dialect, isWhole ? lines! : [...lines!, '[DONE]']);
}
