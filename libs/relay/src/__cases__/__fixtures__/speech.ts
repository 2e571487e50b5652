import type { Dialect } from '../../model/dialect';
import type { WireEvent } from '../../model/wire-event';

export type Wire = Record<string, unknown>;

/** An answer that an upstream gives, in words; each dialect's `Speech` writes it in the shapes its documentation shows. */
export interface Spoken {
  thinking?: { text: string; signature?: string };
  text?: string;
  calls?: readonly SpokenCall[];
  /** The upstream's own word, where it is not the usual one. */
  finish?: string;
  usage?: Figures;
}

export interface SpokenCall {
  id: string;
  name: string;
  /** JSON text. */
  input: string;
}

/** Tokens in classes that share none, whatever the dialect counts together. */
export interface Figures {
  input: number;
  cacheRead?: number;
  cacheWrite?: number;
  output: number;
  reasoning?: number;
}

/** What a client of the dialect understands of an answer, whole or streamed: the two must be the same. */
export interface Heard {
  model: unknown;
  thinking: string;
  /** Signature of the first thought. */
  signature?: unknown;
  text: string;
  calls: SpokenCall[];
  finish: unknown;
  usage?: Figures;
}

/**
 * One dialect as vendors and their clients speak it. Written and read here without our codecs, so that a fault which a codec
 * makes both ways is seen.
 */
export interface Speech {
  dialect: Dialect;
  /** A whole answer. */
  say(answer: Spoken): Wire;
  /** The same as events: text and tool inputs in several pieces. */
  sayInPieces(answer: Spoken): WireEvent[];
  hear(body: Wire): Heard;
  /** Throws when the events are not in an order that the dialect's clients take, or the last word is missing. */
  hearPieces(events: readonly WireEvent[]): Heard;
}

/** Text in pieces of a few characters; very long text in long ones. */
export function pieces(text: string): string[] {
  const length = text.length > 1_000 ? 50_000 : 5;
  const characters = Array.from(text);
  const cut: string[] = [];
  for (let start = 0; start < characters.length; start += length)
    cut.push(characters.slice(start, start + length).join(''));
  return cut;
}

export function parsed(event: WireEvent): Wire {
  return JSON.parse(event.data) as Wire;
}

/** Only what is there. */
export function compact<T extends object>(fields: T): T {
  return JSON.parse(JSON.stringify(fields)) as T;
}

/** JSON as one writer writes it. */
export function tidy(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

export function figures(classes: { [Key in keyof Required<Figures>]: number | undefined | null }): Figures {
  const { input, output, ...others } = classes;
  const told = Object.entries(others).filter(([, count]) => (count ?? 0) !== 0);
  return { input: input ?? 0, output: output ?? 0, ...Object.fromEntries(told) };
}
