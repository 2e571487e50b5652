import { INPUT_CLASSES, OUTPUT_CLASSES, type TokenClass, type TokenUsage } from '../usage.contract';
import type { CallRecord } from '../call-record.contract';
import { asciiJson } from './ascii-json';
import { countsOf, millisecondsOf } from './used-extras';

/** Classes that a log row has no columns for. */
export type DetailClass = Exclude<TokenClass, 'input' | 'cacheRead' | 'output' | 'reasoning'>;

/** What a row tells of its usage beside its columns, in its JSON `price`: only what is not zero. */
export type UsageDetail = Partial<Record<DetailClass, number>> &
  Pick<TokenUsage, 'toolCalls' | 'images' | 'milliseconds' | 'isClamped'>;

const DETAIL_CLASSES = [...INPUT_CLASSES, ...OUTPUT_CLASSES].filter(isDetail);

/** How a charge came about, in the row's JSON `price`: only what is not the usual (`reported`, `cancel`). */
export type SettledDetail = Partial<Pick<CallRecord, 'evidence' | 'onDisconnect'>>;

/** What a plan paid of the call, in the row's JSON `price`; the row's amount is the rest. */
export interface PlanDetail {
  subscription: number;
  name: string;
  /** Nano-dollars as decimal text. */
  amount: string;
}

/**
 * The row's column `price`: the text of its quote as it is for a plain call, and with the details for the few that have some.
 * Both are JSON strings of ASCII.
 */
export function priceColumn(priceText: string, usage: TokenUsage, call: SettledDetail, plan?: PlanDetail): string {
  const hasUsage = !isPlain(usage);
  const isUsual = call.evidence === 'reported' && call.onDisconnect === 'cancel';
  if (!hasUsage && isUsual && plan === undefined) return priceText;
  const details = {
    ...(hasUsage && { usage: detailOf(usage) }),
    ...(!isUsual && { settled: settledOf(call) }),
    ...(plan !== undefined && { plan }),
  };
  return `${priceText.slice(0, -CLOSING.length)},${asciiJson(JSON.stringify(details)).slice(2, -2)}${CLOSING}`;
}

function settledOf({ evidence, onDisconnect }: SettledDetail): SettledDetail {
  return {
    ...(evidence !== undefined && evidence !== 'reported' && { evidence }),
    ...(onDisconnect !== undefined && onDisconnect !== 'cancel' && { onDisconnect }),
  };
}

/** The end of an object's JSON within a JSON string. */
const CLOSING = '}"';

function isPlain(usage: TokenUsage): boolean {
  const beyondColumns =
    usage.cacheWrite5m +
    usage.cacheWrite1h +
    usage.imageInput +
    usage.audioInput +
    usage.imageOutput +
    usage.audioOutput;
  const { toolCalls, images, milliseconds, isClamped } = usage;
  return (
    beyondColumns === 0 &&
    toolCalls === undefined &&
    images === undefined &&
    milliseconds === undefined &&
    isClamped !== true
  );
}

function detailOf(usage: TokenUsage): UsageDetail {
  const detail: UsageDetail = {};
  for (const name of DETAIL_CLASSES) if (usage[name] > 0) detail[name] = usage[name];
  const calls = countsOf(usage.toolCalls);
  if (calls.length > 0) detail.toolCalls = Object.fromEntries(calls);
  const images = countsOf(usage.images);
  if (images.length > 0) detail.images = Object.fromEntries(images);
  const milliseconds = millisecondsOf(usage);
  if (milliseconds > 0) detail.milliseconds = milliseconds;
  if (usage.isClamped === true) detail.isClamped = true;
  return detail;
}

function isDetail(name: TokenClass): name is DetailClass {
  return name !== 'input' && name !== 'cacheRead' && name !== 'output' && name !== 'reasoning';
}

/** The columns of a row that count tokens. */
export interface TokenColumns {
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  reasoningTokens: number;
}

/** The classes again, from a row's columns and its detail. */
export function usageOfRow(columns: TokenColumns, detail: UsageDetail = {}): Record<TokenClass, number> {
  const { promptTokens, completionTokens, cachedTokens: cacheRead, reasoningTokens: reasoning } = columns;
  const { cacheWrite5m = 0, cacheWrite1h = 0, imageInput = 0, audioInput = 0 } = detail;
  const { imageOutput = 0, audioOutput = 0 } = detail;
  return {
    input: promptTokens - cacheRead - cacheWrite5m - cacheWrite1h - imageInput - audioInput,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    imageInput,
    audioInput,
    output: completionTokens - reasoning - imageOutput - audioOutput,
    reasoning,
    imageOutput,
    audioOutput,
  };
}
