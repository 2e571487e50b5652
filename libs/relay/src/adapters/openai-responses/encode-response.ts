import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Part } from '../../model/content';
import type { Encoded, Loss } from '../../model/loss';
import { NO_USAGE } from '../../model/usage';
import { listRestLosses, notesOf } from '../carry-rest';
import type { AnswerTarget } from '../codec';
import { asArray, asObject } from '../read-json';
import { NO_RULE, ToolNames } from '../tool-names';
import { noteOf, restorePart } from './carry-notes';
import { encodeParts } from './encode-input';
import type { ItemContext } from './item-context';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';
import { createShell, encodeId, encodeTier } from './response-shell';

/** A complete answer for a caller of the Responses API, who knows one choice only. */
export function encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<WireObject> {
  const isOwn = response.dialect === DIALECT;
  const losses: Loss[] = [];
  const [choice, ...others] = response.choices;
  for (const other of others) losses.push({ field: `choices[${other.index}]`, reason: 'there is one answer here' });
  if (choice !== undefined) listRestLosses(choice, DIALECT, 'choices[0]', losses);
  const finish = choice?.finish ?? { unified: 'other' };
  const facts = {
    id: encodeId(response.id, isOwn, target),
    createdAt: response.createdAt === 0 ? target.nowSeconds : response.createdAt,
    model: target.model,
  };
  const shell = createShell(facts, target);
  const wire: WireObject = {
    ...(isOwn ? pickFacts(shell) : shell),
    ...encodeFinishReason(finish, isOwn),
    error: finish.unified === 'error' ? { code: 'server_error', message: 'The model failed to answer.' } : null,
    output: encodeOutput(choice, isOwn, target, losses),
  };
  if (response.usage !== undefined || !isOwn) wire['usage'] = encodeUsage(response.usage ?? NO_USAGE);
  const tier = encodeTier(response.serviceTier, isOwn);
  if (tier !== undefined) wire['service_tier'] = tier;
  restoreExtra(response, wire, isOwn, losses);
  return { value: wire, losses };
}

function pickFacts({ id, object, created_at, model }: WireObject): WireObject {
  return { id, object, created_at, model };
}

function encodeOutput(choice: Choice | undefined, isOwn: boolean, target: AnswerTarget, losses: Loss[]): WireItem[] {
  const context = createAnswerContext(isOwn, target, losses);
  const parts = choice?.parts ?? [];
  const items = parts.flatMap((part, index) => {
    const path = `choices[0].content[${index}]`;
    // Parts that were one message follow the part that began it.
    if (isOwn && isMessagePart(part)) {
      const isFirst = startsItem(part) || index === 0 || !isMessagePart(parts[index - 1]!);
      return isFirst ? encodeOwnMessage(parts, index, context) : [];
    }
    return encodeAnswerPart(part, path, context);
  });
  addLogprobs(choice, items, isOwn, losses);
  return items;
}

function isMessagePart(part: Part): boolean {
  return part.type === 'text' || part.type === 'refusal' || (part.type === 'opaque' && noteOf(part).isContent === true);
}

function startsItem(part: Part): boolean {
  return noteOf(part).item !== undefined;
}

function encodeOwnMessage(parts: readonly Part[], from: number, context: ItemContext): WireItem[] {
  let to = from + 1;
  while (to < parts.length && isMessagePart(parts[to]!) && !startsItem(parts[to]!)) to++;
  return encodeParts(parts.slice(from, to), 'assistant', 'choices[0].content', context);
}

/** Items as a stream would have them: a message for each text. */
function encodeAnswerPart(part: Part, path: string, context: ItemContext): WireItem[] {
  switch (part.type) {
    case 'text':
      if (part.text === '' && part.citations === undefined) return [];
      break;
    case 'refusal':
      if (part.text === '') return [];
      break;
    case 'image': {
      const { source } = part;
      if (source.kind !== 'base64') break;
      const { item, type } = noteOf(part);
      const ready = type === undefined ? { id: context.newId('ig_', ''), status: 'completed' } : item;
      return [restorePart({ type: 'image_generation_call', ...ready, result: source.data }, part)];
    }
    default:
  }
  return encodeParts([part], 'assistant', path, context).map((item) => {
    return item.type !== 'message' || part.type === 'opaque'
      ? item
      : { id: context.newId('msg_', ''), status: 'completed', ...item };
  });
}

/** Answers show all signatures, packed where they are foreign: the caller brings them back. */
export function createAnswerContext(isOwn: boolean, target: AnswerTarget, losses: Loss[]): ItemContext {
  return {
    isOwn,
    isAnswer: true,
    hasCacheMarks: false,
    names: new ToolNames(NO_RULE),
    accepts: () => true,
    newId: (prefix) => target.createId(prefix),
    kindOf: () => undefined,
    losses,
  };
}

/** Probabilities are a text's own here. */
function addLogprobs(choice: Choice | undefined, items: WireItem[], isOwn: boolean, losses: Loss[]): void {
  const list = asArray(asObject(choice?.logprobs)?.['content']);
  if (isOwn || list === undefined || list.length === 0) return;
  const messages = items.filter((item) => item.type === 'message');
  const text = messages.length === 1 ? asObject(asArray(messages[0]!['content'])?.[0]) : undefined;
  if (text?.['type'] === 'output_text') text['logprobs'] = list;
  else losses.push({ field: 'choices[0].logprobs', reason: 'belong to one text here' });
}

function restoreExtra(response: ChatResponse, wire: WireObject, isOwn: boolean, losses: Loss[]): void {
  const echo = notesOf(response, DIALECT) as WireObject | undefined;
  Object.assign(wire, echo);
  listRestLosses(response, DIALECT, '', losses);
  for (const name of Object.keys(response.extra)) {
    const value = response.extra[name];
    if (!isOwn) {
      if (value !== null) losses.push({ field: name, reason: 'has no place here' });
    } else if (name === 'usage') wire['usage'] = { ...asObject(wire['usage']), ...asObject(value) };
    else wire[name] = value;
  }
}
