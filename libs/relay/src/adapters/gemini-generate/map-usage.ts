import { inputTotal, NO_USAGE, outputTotal, type Usage } from '../../model/usage';
import { asArray, asObject, asString } from '../read-json';
import { UsageFigures } from '../usage-figures';
import { isSame, keep, readNotes } from './carry-notes';
import type { Fields, WireUsage } from './gemini-generate.wire';

interface Modalities {
  image: number;
  audio: number;
}

/**
 * Gemini's figures overlap on one side and not on the other: `promptTokenCount` includes the cached part and excludes the
 * prompts of hosted tools, `candidatesTokenCount` excludes thoughts. Video and documents count as text of the prompt, as they
 * are priced. https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const figures = new UsageFigures();
  const usage: Usage = { ...NO_USAGE };
  readInput(wire, usage, figures);
  readOutput(wire, usage, figures);
  if (figures.isClamped) usage.isClamped = true;
  if (inputTotal(usage) + outputTotal(usage) === 0 && !figures.isClamped) return undefined;
  return keep(usage, undefined, { written: wire });
}

function readInput(wire: Fields, usage: Usage, figures: UsageFigures): void {
  const prompt = figures.read(wire['promptTokenCount']);
  const cached = figures.atMost(figures.read(wire['cachedContentTokenCount']), prompt);
  const whole = readModalities(wire['promptTokensDetails'], prompt, figures);
  const inCache = readModalities(wire['cacheTokensDetails'], cached, figures);
  // A cached image is paid for as cache and not as an image too.
  let image = Math.max(0, whole.image - inCache.image);
  let audio = Math.max(0, whole.audio - inCache.audio);
  const fresh = prompt - cached;
  image = Math.min(image, fresh);
  audio = Math.min(audio, fresh - image);
  usage.cacheRead = cached;
  usage.imageInput = image;
  usage.audioInput = audio;
  usage.input = fresh - image - audio + figures.read(wire['toolUsePromptTokenCount']);
}

function readOutput(wire: Fields, usage: Usage, figures: UsageFigures): void {
  const thoughts = figures.read(wire['thoughtsTokenCount']);
  const total = figures.read(wire['totalTokenCount']);
  const rest = total - figures.read(wire['promptTokenCount']) - figures.read(wire['toolUsePromptTokenCount']);
  const told = wire['candidatesTokenCount'] ?? wire['responseTokenCount'];
  let candidates = told === undefined || told === null ? Math.max(0, rest - thoughts) : figures.read(told);
  // Some compatible servers count thoughts within the answer; the total gives them away.
  if (thoughts > 0 && total > 0 && rest === candidates && thoughts <= candidates) candidates -= thoughts;
  const details = wire['candidatesTokensDetails'] ?? wire['responseTokensDetails'];
  const made = readModalities(details, candidates, figures);
  usage.reasoning = thoughts;
  usage.imageOutput = made.image;
  usage.audioOutput = made.audio;
  usage.output = candidates - made.image - made.audio;
}

function readModalities(value: unknown, most: number, figures: UsageFigures): Modalities {
  const sums: Modalities = { image: 0, audio: 0 };
  for (const entry of asArray(value) ?? []) {
    const detail = asObject(entry) ?? {};
    const modality = asString(detail['modality']);
    if (modality === 'IMAGE') sums.image += figures.read(detail['tokenCount']);
    else if (modality === 'AUDIO') sums.audio += figures.read(detail['tokenCount']);
  }
  sums.image = figures.atMost(sums.image, most);
  sums.audio = figures.atMost(sums.audio, most - sums.image);
  return sums;
}

/** What went into a cache has no class of its own here and counts as prompt. */
export function encodeUsage(usage: Usage): WireUsage {
  const kept = readNotes(usage).written;
  if (kept !== undefined && isKeptTrue(kept, usage)) return kept as WireUsage;
  const wire: WireUsage = {
    promptTokenCount: inputTotal(usage),
    candidatesTokenCount: usage.output + usage.imageOutput + usage.audioOutput,
    totalTokenCount: inputTotal(usage) + outputTotal(usage),
  };
  if (usage.cacheRead > 0) wire['cachedContentTokenCount'] = usage.cacheRead;
  if (usage.reasoning > 0) wire['thoughtsTokenCount'] = usage.reasoning;
  const text = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const input = toDetails(text, usage.imageInput, usage.audioInput);
  if (input !== undefined) wire['promptTokensDetails'] = input;
  const output = toDetails(usage.output, usage.imageOutput, usage.audioOutput);
  if (output !== undefined) wire['candidatesTokensDetails'] = output;
  return wire;
}

/** Searches are counted elsewhere in an answer, so they may differ. */
function isKeptTrue(kept: Fields, usage: Usage): boolean {
  const again = mapUsage(kept);
  if (again === undefined) return false;
  if (usage.toolCalls !== undefined) again.toolCalls = usage.toolCalls;
  return isSame(again, usage);
}

function toDetails(text: number, image: number, audio: number): Fields[] | undefined {
  if (image === 0 && audio === 0) return undefined;
  const details: Fields[] = [{ modality: 'TEXT', tokenCount: text }];
  if (image > 0) details.push({ modality: 'IMAGE', tokenCount: image });
  if (audio > 0) details.push({ modality: 'AUDIO', tokenCount: audio });
  return details;
}
