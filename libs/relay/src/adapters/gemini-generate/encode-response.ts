import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Encoded, Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { AnswerTarget } from '../codec';
import { asObject } from '../read-json';
import { readKept, readNotes } from './carry-notes';
import { encodeParts, type PartWriter } from './encode-part';
import { DIALECT, type Fields, type WireCandidate } from './gemini-generate.wire';
import { encodeCitations } from './map-citations';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';

export function encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<Fields> {
  const losses: Loss[] = [];
  const isOwn = response.dialect === DIALECT;
  const choices = response.choices.filter((choice) => readNotes(choice).isPromptBlocked !== true);
  const body: Fields = {};
  if (choices.length > 0) body['candidates'] = choices.map((choice) => encodeCandidate(choice, response, losses));
  if (response.usage !== undefined) body['usageMetadata'] = encodeUsage(response.usage);
  body['modelVersion'] = target.model;
  body['responseId'] = response.id === '' ? target.createId('') : response.id;
  if (response.serviceTier !== undefined && !isOwn)
    losses.push({ field: 'serviceTier', reason: 'Gemini has no place for it' });
  listRestLosses(response, DIALECT, '', losses);
  for (const name of Object.keys(response.extra)) {
    if (!isOwn) losses.push({ field: name, reason: 'Gemini has no place for it' });
    else if (!(name in body)) body[name] = response.extra[name];
  }
  return { value: body, losses };
}

function encodeCandidate(choice: Choice, response: ChatResponse, losses: Loss[]): WireCandidate {
  const kept = readKept(choice);
  listRestLosses(choice, DIALECT, `choices[${choice.index}]`, losses);
  const writer = createAnswerWriter(response.dialect === DIALECT, losses);
  const parts = encodeParts(choice.parts, `choices[${choice.index}]`, writer);
  const candidate: WireCandidate = {
    content: { parts, role: 'model' },
    finishReason: encodeFinishReason(choice.finish, response.dialect),
    index: choice.index,
  };
  if (choice.logprobs !== undefined)
    losses.push({ field: `choices[${choice.index}].logprobs`, reason: 'another form' });
  for (const name of Object.keys(kept)) {
    if (name === 'content') restoreContent(candidate, kept['content']);
    else candidate[name] = kept[name];
    if (candidate[name] === undefined) delete candidate[name];
  }
  if (response.dialect !== DIALECT) {
    const texts = choice.parts.filter((part) => part.type === 'text');
    const grounding = encodeCitations(texts.map((part) => ({ text: part.text, citations: part.citations ?? [] })));
    if (grounding !== undefined) candidate['groundingMetadata'] = grounding;
  }
  return candidate;
}

/** The content as it was, around the parts as they are. */
function restoreContent(candidate: WireCandidate, kept: unknown): void {
  const parts = candidate.content?.parts ?? [];
  const fields = asObject(kept);
  if (fields === undefined && parts.length === 0) delete candidate.content;
  else candidate.content = { ...fields, parts };
  if (fields !== undefined && parts.length === 0) candidate.content = { ...fields } as WireCandidate['content'];
}

/** Answers show all signatures, packed where they are foreign: the caller brings them back. */
export function createAnswerWriter(isOwn: boolean, losses: Loss[]): PartWriter {
  return {
    isOwn,
    isAnswer: true,
    accepts: () => true,
    wantsSignedCalls: false,
    hasFilesInResults: true,
    nameOf: ({ name }) => name,
    nameOfResult: ({ name, callId }) => name ?? callId,
    losses,
  };
}
