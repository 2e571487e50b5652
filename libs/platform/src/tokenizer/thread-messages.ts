import type { CountedTexts } from './count-texts';
import type { Vocabulary } from './select-vocabulary';

export interface CountRequest {
  id: number;
  texts: readonly string[];
  vocabulary: Vocabulary;
  /** After this time from its arrival nobody waits for the answer any more. */
  budgetMs: number;
}

export interface CountResponse {
  id: number;
  /** Absent when the time was over or the texts could not be counted. */
  counted?: CountedTexts;
  /** Why they could not be counted; never part of a text. */
  failure?: string;
}
