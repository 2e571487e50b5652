import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Part } from '../../model/content';
import type { Usage } from '../../model/usage';
import { findRest } from '../carry-rest';
import { MalformedPayload } from '../codec';
import { asArray, asCount, asObject, asString, without } from '../read-json';
import { CallBook, callIdPrefix } from './call-book';
import { keep, type Notes } from './carry-notes';
import { decodePart } from './decode-part';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { isTooDeep } from './is-too-deep';
import { readCitations } from './map-citations';
import { decodeBlockReason, decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

const RESPONSE: ReadonlySet<string> = new Set(['candidates', 'usageMetadata', 'modelVersion', 'responseId']);
const PARTS: ReadonlySet<string> = new Set(['parts']);
const CANDIDATE: ReadonlySet<string> = new Set(['content', 'finishReason', 'index']);

export const malformed = (path: string, _zh: string, en: string): MalformedPayload => new MalformedPayload(path, en);

export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'is no object');
  if (isTooDeep(wire)) throw new MalformedPayload('body', 'is nested too deeply');
  if (wire['error'] !== undefined && wire['error'] !== null)
    throw new MalformedPayload('error', 'an error instead of an answer');
  const id = asString(wire['responseId']) ?? '';
  const candidates = asArray(wire['candidates']) ?? [];
  const blocked = blockReasonOf(wire);
  if (candidates.length === 0 && blocked === undefined) throw new MalformedPayload('candidates', 'there are none');
  const choices = candidates.map((candidate, index) => decodeCandidate(candidate, index, id));
  if (candidates.length === 0 && blocked !== undefined) {
    choices.push(
      keep<Choice>({ index: 0, parts: [], finish: decodeBlockReason(blocked) }, undefined, { isPromptBlocked: true }),
    );
  }
  const usage = mapUsage(wire['usageMetadata']);
  if (usage !== undefined) for (const candidate of candidates) countSearches(asObject(candidate) ?? {}, usage);
  const extra = without(wire, RESPONSE);
  // Figures that count as none are still the upstream's.
  if (usage === undefined && wire['usageMetadata'] !== undefined) extra['usageMetadata'] = wire['usageMetadata'];
  return {
    dialect: DIALECT,
    id,
    model: asString(wire['modelVersion']) ?? '',
    createdAt: readSeconds(wire['createTime']),
    choices,
    usage,
    extra,
  };
}

function decodeCandidate(value: unknown, position: number, responseId: string): Choice {
  const path = `candidates[${position}]`;
  const candidate = asObject(value);
  if (candidate === undefined) throw new MalformedPayload(path, 'is no object');
  const index = asCount(candidate['index']) ?? position;
  const content = asObject(candidate['content']);
  const calls = new CallBook(callIdPrefix(responseId, index));
  const parts: Part[] = [];
  (asArray(content?.['parts']) ?? []).forEach((part, place) => {
    parts.push(decodePart(part, `${path}.content.parts[${place}]`, calls, malformed));
  });
  addCitations(candidate, parts);
  const finish = decodeFinishReason(
    asString(candidate['finishReason']),
    parts.some((part) => part.type === 'tool-call'),
  );
  const written: Fields = {};
  if (candidate['index'] === undefined) written['index'] = undefined;
  if (candidate['finishReason'] === undefined) written['finishReason'] = undefined;
  if (content === undefined) written['content'] = undefined;
  else if (!isPlainContent(content)) written['content'] = parts.length === 0 ? content : without(content, PARTS);
  const notes: Notes = Object.keys(written).length === 0 ? {} : { written };
  return keep<Choice>({ index, parts, finish }, findRest(candidate, CANDIDATE), notes);
}

/** Content that the encoder would write by itself around the parts. */
function isPlainContent(content: Fields): boolean {
  return content['role'] === 'model' && Array.isArray(content['parts']) && Object.keys(content).length === 2;
}

/** Statements are told by places in the whole text; they go to the last text, or the only one. */
function addCitations(candidate: Fields, parts: Part[]): void {
  const text = parts.findLast((part) => part.type === 'text');
  if (text === undefined) return;
  const citations = readCitations(candidate, text.text);
  if (citations.length > 0) text.citations = citations;
}

export function blockReasonOf(wire: Fields): string | undefined {
  return asString(asObject(wire['promptFeedback'])?.['blockReason']);
}

/** Searches are paid for by query. */
export function countSearches(candidate: Fields, usage: Usage): void {
  const queries = asArray(asObject(candidate['groundingMetadata'])?.['webSearchQueries'])?.length ?? 0;
  if (queries > 0) usage.toolCalls = { web_search: (usage.toolCalls?.['web_search'] ?? 0) + queries };
}

/** Zero = the upstream did not say. */
export function readSeconds(value: unknown): number {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) ? Math.floor(milliseconds / 1000) : 0;
}
