import type { ChatRequest } from '../../model/chat-request';
import type { Dialect } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { Codec, UpstreamTraits } from '../codec';
import { setField } from '../edit-object';
import { invalidRequest } from '../invalid-request';
import { asNumber, asObject } from '../read-json';
import { scanObject, ScanError } from '../scan-object';
import { applySuffix, type SuffixTarget } from './apply-suffix';
import type { ThinkingSuffix } from './read-suffix';

type Fields = Record<string, unknown>;

/** Fields that say how much to think, and those that thinking has a say in; they are read, replaced or taken away. */
const FIELDS: Readonly<Record<Dialect, readonly string[]>> = {
  'openai-chat': ['reasoning_effort', 'reasoning', 'thinking', 'enable_thinking', 'thinking_budget'],
  'openai-responses': ['reasoning'],
  'anthropic-messages': ['thinking', 'max_tokens', 'output_config', 'temperature', 'top_p', 'top_k'],
  'gemini-generate': ['generationConfig', 'generation_config'],
};
const READ_TOO = 'tool_choice';

/** The caller's bytes with what the suffix means; the name of the model is another's business. Throws AppError 400. */
export function editNative(
  body: Buffer,
  suffix: ThinkingSuffix,
  codec: Codec,
  target: SuffixTarget & { dialect: Dialect; traits: UpstreamTraits },
): { body: Buffer; losses: readonly Loss[] } {
  try {
    const names = FIELDS[target.dialect];
    const given = readFields(body, [...names, READ_TOO]);
    const request = applySuffix(gist(given, target.dialect), suffix, target);
    const { value, losses } = codec.encodeRequest(request, { ...target, acceptsSignature: () => false });
    let edited = body;
    for (const [name, field] of Object.entries(mergeFields(given, value, target.dialect))) {
      if (field !== given[name]) edited = setField(edited, name, field);
    }
    return { body: edited, losses };
  } catch (error) {
    if (error instanceof ScanError) throw invalidRequest(error.key ?? 'body', '无效', 'is invalid');
    throw error;
  }
}

function readFields(body: Buffer, names: readonly string[]): Fields {
  const { values } = scanObject(body, new Set(names));
  const fields: Fields = {};
  for (const name of names) {
    const place = values.get(name);
    if (place !== undefined) fields[name] = parse(body, place.start, place.end, name);
  }
  return fields;
}

function parse(body: Buffer, start: number, end: number, name: string): unknown {
  try {
    return JSON.parse(body.toString('utf8', start, end));
  } catch {
    throw invalidRequest(name, '不是有效的 JSON', 'is not valid JSON');
  }
}

/**
 * As much of the request as thinking depends on, in another dialect's name: what stands for itself would be written as it was,
 * and not as the model takes it.
 */
function gist(given: Fields, dialect: Dialect): ChatRequest {
  const request: ChatRequest = {
    dialect: dialect === 'openai-chat' ? 'openai-responses' : 'openai-chat',
    model: '',
    isStream: false,
    wantsStreamUsage: false,
    messages: [{ role: 'user', parts: [{ type: 'text', text: '.' }] }],
    tools: [],
    extra: {},
  };
  if (dialect !== 'anthropic-messages') return request;
  const numbers = { maxTokens: 'max_tokens', temperature: 'temperature', topP: 'top_p', topK: 'top_k' } as const;
  for (const [name, field] of Object.entries(numbers) as [keyof typeof numbers, string][]) {
    const number = asNumber(given[field]);
    if (number !== undefined) request[name] = number;
  }
  const choice = asObject(given[READ_TOO])?.['type'];
  if (choice === 'any' || choice === 'tool') {
    request.tools = [{ type: 'function', name: 'any' }];
    request.toolChoice = { type: 'required' };
  }
  return request;
}

/** The new value of each field; objects that say other things as well keep those. */
function mergeFields(given: Fields, written: Fields, dialect: Dialect): Fields {
  switch (dialect) {
    case 'openai-chat':
      return Object.fromEntries(FIELDS[dialect].map((name) => [name, written[name]]));
    case 'openai-responses': {
      const { effort: _, ...others } = asObject(given['reasoning']) ?? {};
      const reasoning = { ...others, ...asObject(written['reasoning']) };
      return { reasoning: Object.keys(reasoning).length === 0 ? undefined : reasoning };
    }
    case 'anthropic-messages': {
      const { effort: _, ...others } = asObject(given['output_config']) ?? {};
      const config = { ...others, ...asObject(written['output_config']) };
      const fields = Object.fromEntries(FIELDS[dialect].map((name) => [name, written[name]]));
      return { ...fields, output_config: Object.keys(config).length === 0 ? undefined : config };
    }
    case 'gemini-generate': {
      const name =
        given['generationConfig'] === undefined && given['generation_config'] !== undefined
          ? 'generation_config'
          : 'generationConfig';
      const config = asObject(given[name]) ?? {};
      const { thinking_config: old, ...others } = config;
      const {
        thinkingBudget: _b,
        thinkingLevel: _l,
        thinking_budget: _sb,
        thinking_level: _sl,
        ...kept
      } = asObject(config['thinkingConfig']) ?? asObject(old) ?? {};
      const thinkingConfig = { ...kept, ...asObject(asObject(written['generationConfig'])?.['thinkingConfig']) };
      if (Object.keys(thinkingConfig).length > 0) others['thinkingConfig'] = thinkingConfig;
      else delete others['thinkingConfig'];
      return Object.keys(others).length === 0 ? {} : { [name]: others };
    }
  }
}
