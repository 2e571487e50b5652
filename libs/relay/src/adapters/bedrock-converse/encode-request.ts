import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import type { EncodedRequest, RequestTarget } from '../codec';
import { listSettingLosses } from '../list-setting-losses';
import { nameSetting, type Setting } from '../name-setting';
import { nameTools } from '../name-tools';
import { DIALECT, type Fields } from './bedrock-converse.wire';
import { DocumentNames } from './document-names';
import type { BlockContext } from './encode-block';
import { encodeMessages } from './encode-messages';
import { encodeSettings } from './encode-settings';
import { encodeTools, NAME_RULE } from './encode-tools';
import { cacheMarksOf, findFamily } from './model-family';

const TAKEN: ReadonlySet<Setting> = new Set<Setting>(['temperature', 'top_p', 'top_k', 'metadata', 'service_tier']);

/** The model and whether it streams go into the path, not into the body. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const losses = listSettingLosses(request, DIALECT, TAKEN);
  const family = findFamily(target.model);
  const cacheMarks = target.traits?.cacheMarks ?? cacheMarksOf(family);
  const names = nameTools(request, DIALECT, NAME_RULE);
  const context: BlockContext = { target, names, documents: new DocumentNames(), cacheMarks, losses };
  const { system, messages } = encodeMessages(request.messages, context);
  const wire: Fields = { messages };
  if (system.length > 0) wire['system'] = system;
  // Nova caches instructions and messages, but no tools.
  const toolMarks = family === 'nova' || family === 'nova-2' ? 'none' : cacheMarks;
  const toolConfig = encodeTools(request, messages, names, toolMarks, losses);
  if (toolConfig !== undefined) wire['toolConfig'] = toolConfig;
  const { inferenceConfig, additional } = encodeSettings(request, target, family, isForced(toolConfig), losses);
  if (Object.keys(inferenceConfig).length > 0) wire['inferenceConfig'] = inferenceConfig;
  if (Object.keys(additional).length > 0) wire['additionalModelRequestFields'] = additional;
  encodeFormat(request, wire, losses);
  encodeMetadata(request, wire, losses);
  encodeTier(request, wire, losses);
  return { value: wire, losses, toolNames: names };
}

function isForced(toolConfig: Fields | undefined): boolean {
  const choice = toolConfig?.['toolChoice'] as Fields | undefined;
  return choice !== undefined && !('auto' in choice);
}

/** The schema goes as text. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_JsonSchemaDefinition.html */
function encodeFormat(request: ChatRequest, wire: Fields, losses: Loss[]): void {
  const { responseFormat: format } = request;
  if (format?.type === 'json') {
    losses.push({ field: nameSetting(request, 'response_format'), reason: 'JSON needs a schema here' });
  }
  if (format?.type !== 'json-schema') return;
  const jsonSchema: Fields = { schema: JSON.stringify(format.schema ?? {}) };
  if (format.name !== undefined) jsonSchema['name'] = format.name;
  if (format.description !== undefined) jsonSchema['description'] = format.description;
  wire['outputConfig'] = { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}

const MOST_METADATA = 16;
const METADATA_TEXT = /^[a-zA-Z0-9\s:_@$#=/+,\-.]{1,256}$/;

function encodeMetadata(request: ChatRequest, wire: Fields, losses: Loss[]): void {
  const kept: Fields = {};
  for (const [name, value] of Object.entries(request.metadata ?? {})) {
    const fits = METADATA_TEXT.test(name) && typeof value === 'string' && METADATA_TEXT.test(value);
    if (fits && Object.keys(kept).length < MOST_METADATA) kept[name] = value;
    else losses.push({ field: `metadata.${name}`, reason: 'metadata are few plain texts here' });
  }
  if (Object.keys(kept).length > 0) wire['requestMetadata'] = kept;
}

const TIERS: ReadonlySet<string> = new Set(['default', 'flex', 'priority', 'reserved']);
const ORDINARY: ReadonlySet<string> = new Set(['auto', 'standard', 'standard_only']);

function encodeTier(request: ChatRequest, wire: Fields, losses: Loss[]): void {
  const tier = request.serviceTier;
  if (tier === undefined || ORDINARY.has(tier)) return;
  if (TIERS.has(tier)) wire['serviceTier'] = { type: tier };
  else losses.push({ field: nameSetting(request, 'service_tier'), reason: `there is no tier ${tier} here` });
}
