import { asArray } from '../adapters/read-json';
import { decodeTextRequest } from '../adapters/decode-text-request';
import { nativeDialect } from '../adapters/native-dialect';
import type { Endpoint } from '../adapters/decode-call';
import { measurePrompt } from '../endpoints/counting/measure-prompt';
import { textsOfOpaque } from '../endpoints/counting/opaque-texts';
import { tokensBeside } from '../endpoints/counting/prompt-overhead';
import type { RelayCall } from './relay-call';

export interface PromptTexts {
  texts: readonly string[];
  /** Tokens of what is no text. */
  beside: number;
}

/** Reading a body takes the main thread: beyond this, its bytes decide. */
const LONGEST_BODY = 4 * 1024 * 1024;
/** Where the texts stand in requests that are no conversation. */
const TEXT_FIELDS: Partial<Record<Endpoint, string>> = {
  completions: 'prompt',
  embeddings: 'input',
  embed: 'content',
  embedBatch: 'requests',
};

/**
 * What of a call's prompt can be counted. Undefined for what no codec understands although it passed (an upstream may know
 * more of its dialect than we do), and for what is too long.
 */
export function promptTexts(call: RelayCall): PromptTexts | undefined {
  if (call.body.length > LONGEST_BODY) return undefined;
  try {
    const field = TEXT_FIELDS[call.request!.endpoint];
    return field === undefined ? ofConversation(call) : ofField(call.body, field);
  } catch {
    return undefined;
  }
}

function ofConversation(call: RelayCall): PromptTexts {
  const request = call.request!;
  const decoded = call.decoded ?? decodeTextRequest(nativeDialect(request.dialect).codec, call.body, request);
  const measure = measurePrompt(decoded);
  const { framing, images, files } = tokensBeside(measure, call.upstreamModel);
  return { texts: measure.texts, beside: framing + images + files };
}

function ofField(body: Buffer, field: string): PromptTexts {
  const value = (JSON.parse(body.toString('utf8')) as Record<string, unknown>)[field];
  return { texts: textsOfOpaque(value), beside: countNumbers(value) };
}

/** OpenAI takes texts that are cut into tokens already: lists of numbers, or lists of such lists. */
function countNumbers(value: unknown): number {
  let count = 0;
  for (const entry of asArray(value) ?? []) {
    if (typeof entry === 'number') count++;
    else for (const inner of asArray(entry) ?? []) if (typeof inner === 'number') count++;
  }
  return count;
}
