import type { ChatResponse, Choice } from '../../../model/chat-response';
import type { Encoded, Loss } from '../../../model/loss';
import { listRestLosses, notesOf, restOf } from '../../carry-rest';
import type { AnswerTarget } from '../../codec';
import { restoreAll } from './carry-nested';
import type { MessageNotes } from './decode-assistant';
import type { ResponseNotes } from './decode-response';
import { encodeAnswer } from './encode-answer';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';
import { DIALECT, type Fields } from './openai-chat.wire';

/** A complete answer for a caller of Chat Completions. */
export function encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<Fields> {
  const losses: Loss[] = [];
  const isOwn = response.dialect === DIALECT;
  listRestLosses(response, DIALECT, '', losses);
  const wire: Fields = {
    id: encodeId(response.id, isOwn, target),
    object: 'chat.completion',
    created: response.createdAt === 0 ? target.nowSeconds : response.createdAt,
    model: target.model,
    choices: response.choices.map((choice) => encodeChoice(choice, response, target, losses)),
  };
  const notes = notesOf(response, DIALECT) as ResponseNotes | undefined;
  if (response.usage !== undefined) wire['usage'] = encodeUsage(response.usage, notes?.usage);
  else if (notes?.usage !== undefined) wire['usage'] = notes.usage;
  if (response.serviceTier !== undefined) wire['service_tier'] = response.serviceTier;
  for (const name of Object.keys(response.extra)) {
    if (isOwn) wire[name] = response.extra[name];
    else if (response.extra[name] !== null) losses.push({ field: name, reason: 'has no place here' });
  }
  return { value: wire, losses };
}

function encodeChoice(choice: Choice, response: ChatResponse, target: AnswerTarget, losses: Loss[]): Fields {
  const path = `choices[${choice.index}]`;
  listRestLosses(choice, DIALECT, path, losses);
  const notes = (notesOf(choice, DIALECT) ?? {}) as MessageNotes;
  const isOwn = response.dialect === DIALECT;
  const kept = { extra_content: restOf(choice, DIALECT)?.['message.extra_content'] };
  const hasToolCall = choice.parts.some((part) => part.type === 'tool-call');
  const wire: Fields = {
    index: choice.index,
    message: encodeAnswer(choice.parts, { path, notes, kept, isOwn, target, losses }),
    finish_reason: encodeFinishReason(choice.finish, response.dialect, hasToolCall),
  };
  if (choice.logprobs !== undefined) wire['logprobs'] = choice.logprobs;
  else if (!isOwn) wire['logprobs'] = null;
  return restoreAll(wire, choice);
}

export function encodeId(id: string, isOwn: boolean, target: AnswerTarget): string {
  return (isOwn && id !== '') || id.startsWith('chatcmpl-') ? id : target.createId('chatcmpl-');
}
