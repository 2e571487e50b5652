import type { ChatRequest } from '../../model/chat-request';
import type { EncodedRequest, RequestTarget } from '../codec';
import { listSettingLosses } from '../list-setting-losses';
import type { Setting } from '../name-setting';
import { nameTools } from '../name-tools';
import { encodeFormat } from './encode-format';
import { encodeMessages } from './encode-messages';
import { encodeThink } from './encode-think';
import { encodeTools, NAME_RULE } from './encode-tools';
import { DIALECT, type Fields } from './ollama-chat.wire';

const TAKEN: ReadonlySet<Setting> = new Set<Setting>([
  'temperature',
  'top_p',
  'top_k',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'logprobs',
]);

/** A request for `/api/chat`. Ollama streams unless it is told not to. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const losses = listSettingLosses(request, DIALECT, TAKEN);
  const names = nameTools(request, DIALECT, NAME_RULE);
  const wire: Fields = {
    model: target.model,
    messages: encodeMessages(request, target, names, losses),
    stream: request.isStream,
  };
  const tools = encodeTools(request, names, losses);
  if (tools !== undefined) wire['tools'] = tools;
  const format = encodeFormat(request.responseFormat);
  if (format !== undefined) wire['format'] = format;
  const think = encodeThink(request, target.model, losses);
  if (think !== undefined) wire['think'] = think;
  if (request.logprobs?.isWanted === true) {
    wire['logprobs'] = true;
    if (request.logprobs.top !== undefined) wire['top_logprobs'] = request.logprobs.top;
  }
  const options = encodeOptions(request);
  if (Object.keys(options).length > 0) wire['options'] = options;
  return { value: wire, losses, toolNames: names };
}

/** Names of settings among the options of a model. */
const OPTIONS = [
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['topK', 'top_k'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['presencePenalty', 'presence_penalty'],
  ['seed', 'seed'],
  ['maxTokens', 'num_predict'],
  ['stop', 'stop'],
] as const satisfies readonly (readonly [keyof ChatRequest, string])[];

function encodeOptions(request: ChatRequest): Fields {
  const options: Fields = {};
  for (const [field, name] of OPTIONS) if (request[field] !== undefined) options[name] = request[field];
  return options;
}
