import type { ChatRequest } from '../../../model/chat-request';
import { notesOf } from '../../carry-rest';
import { PLAIN } from './decode-settings';
import { hasCustomTools, lose, type WriteContext } from './encode-context';
import { encodeReasoning } from './encode-reasoning';
import { nameField } from './list-losses';
import { encodeResponseFormat } from './map-response-format';
import { encodeToolChoice } from './map-tool-choice';
import type { ModelTraits } from './model-traits';
import { DIALECT, type Fields } from './openai-chat.wire';
import { asNotes, findWritten, SPELLINGS, type Spelling } from './spellings';

type Write = (request: ChatRequest, context: WriteContext, traits: ModelTraits) => Fields;

const MOST_STOPS = 4;

const WRITERS: Readonly<Record<Spelling['key'], Write>> = {
  limit: writeLimit,
  endUser: ({ endUser }) => (endUser === undefined ? {} : { user: endUser }),
  stop: writeStop,
  logprobs: writeLogprobs,
  responseFormat: ({ responseFormat }) =>
    responseFormat === undefined ? {} : { response_format: encodeResponseFormat(responseFormat) },
  toolChoice: writeToolChoice,
  reasoning: ({ reasoning }, context, traits) =>
    reasoning === undefined ? {} : encodeReasoning(reasoning, traits, context),
};

/** Everything but messages, tools and the stream. A caller of this dialect gets what he wrote. */
export function encodeSettings(request: ChatRequest, context: WriteContext, traits: ModelTraits): Fields {
  const wire: Fields = {};
  for (const [name, field] of PLAIN) if (request[field] !== undefined) wire[name] = request[field];
  if (request.choices !== undefined) wire['n'] = request.choices;
  if (request.modalities !== undefined) wire['modalities'] = request.modalities;
  if (request.logitBias !== undefined) wire['logit_bias'] = request.logitBias;
  if (request.metadata !== undefined) wire['metadata'] = request.metadata;
  const { written } = asNotes(notesOf(request, DIALECT));
  for (const spelling of SPELLINGS) {
    const kept = context.isOwn ? findWritten(spelling, request, written) : undefined;
    Object.assign(wire, fits(kept, context) ? kept : WRITERS[spelling.key](request, context, traits));
  }
  return wire;
}

/** An upstream that knows one of the two limits gets that one. */
function fits(kept: Fields | undefined, { target }: WriteContext): boolean {
  if (kept === undefined) return false;
  const field = target.traits?.limitField;
  if (field === undefined || !('max_tokens' in kept || 'max_completion_tokens' in kept)) return true;
  return field in kept && Object.keys(kept).length === 1;
}

function writeLimit({ maxTokens }: ChatRequest, { target }: WriteContext, traits: ModelTraits): Fields {
  if (maxTokens === undefined) return {};
  return { [target.traits?.limitField ?? (traits.isReasoner ? 'max_completion_tokens' : 'max_tokens')]: maxTokens };
}

function writeStop(request: ChatRequest, context: WriteContext, traits: ModelTraits): Fields {
  const { stop } = request;
  if (stop === undefined) return {};
  const field = nameField(request, 'stop');
  if (traits.isWithoutStop && stop.length > 0) {
    lose(context, field, 'the model refuses it');
    return {};
  }
  if (stop.length > MOST_STOPS) lose(context, `${field}[${MOST_STOPS}]`, `there are ${MOST_STOPS} stop sequences here`);
  return { stop: stop.slice(0, MOST_STOPS) };
}

function writeLogprobs({ logprobs }: ChatRequest): Fields {
  if (logprobs === undefined) return {};
  return { logprobs: logprobs.isWanted, ...(logprobs.top !== undefined && { top_logprobs: logprobs.top }) };
}

/** Names as the tools got them, with the group they are in. */
function writeToolChoice(request: ChatRequest, context: WriteContext, traits: ModelTraits): Fields {
  const { toolChoice: choice, tools } = request;
  if (choice === undefined || (tools.length === 0 && !context.isOwn)) return {};
  if (choice.type === 'allowed' && !traits.isOpenAi && !context.isOwn) {
    lose(context, 'tool_choice', 'a choice among some of the tools is OpenAI’s; all may be called');
    return { tool_choice: choice.isRequired ? 'required' : 'auto' };
  }
  const encoded = encodeToolChoice(choice, tools, (name, kind) => {
    const tool = tools.find((one) => one.name === name && one.type !== 'hosted');
    const namespace = tool === undefined || tool.type === 'hosted' ? undefined : tool.namespace;
    const asked = namespace === undefined ? { name, kind } : { name, namespace, kind };
    return { name: context.names.toWire(asked), kind: hasCustomTools(context) ? kind : 'function' };
  });
  return { tool_choice: encoded };
}
