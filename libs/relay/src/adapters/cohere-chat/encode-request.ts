import type { ChatRequest } from '../../model/chat-request';
import type { EncodedRequest, RequestTarget } from '../codec';
import { listSettingLosses } from '../list-setting-losses';
import type { Setting } from '../name-setting';
import { nameTools } from '../name-tools';
import { DIALECT, type Fields } from './cohere-chat.wire';
import { encodeMessages } from './encode-messages';
import { encodeSampling } from './encode-sampling';
import { encodeThinking } from './encode-thinking';
import { encodeTools, NAME_RULE } from './encode-tools';
import { findModelTraits } from './model-traits';

const TAKEN: ReadonlySet<Setting> = new Set<Setting>([
  'temperature',
  'top_p',
  'top_k',
  'frequency_penalty',
  'presence_penalty',
  'seed',
]);

/** A request for `/v2/chat`. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const losses = listSettingLosses(request, DIALECT, TAKEN);
  const traits = findModelTraits(target.model);
  const names = nameTools(request, DIALECT, NAME_RULE);
  const { messages, documents } = encodeMessages(request, target, traits, names, losses);
  const wire: Fields = { model: target.model, messages, stream: request.isStream };
  if (documents.length > 0) wire['documents'] = documents;
  Object.assign(wire, encodeTools(request, names, losses));
  const format = encodeFormat(request);
  if (format !== undefined) wire['response_format'] = format;
  const thinking = encodeThinking(request, traits, losses);
  if (thinking !== undefined) wire['thinking'] = thinking;
  encodeSampling(request, wire, losses);
  return { value: wire, losses, toolNames: names };
}

/** Every schema is enforced, so names and strictness need no place. */
function encodeFormat({ responseFormat }: ChatRequest): Fields | undefined {
  switch (responseFormat?.type) {
    case 'json':
      return { type: 'json_object' };
    case 'json-schema':
      return { type: 'json_object', json_schema: responseFormat.schema };
    default:
      return undefined;
  }
}
