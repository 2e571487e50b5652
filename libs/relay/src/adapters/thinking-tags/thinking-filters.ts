import type { AnswerFilter } from '../answer-filter';
import { CONTENT_TO_THINKING } from './content-to-thinking';
import type { ThinkingOptions } from './thinking-options';
import { THINKING_TO_CONTENT } from './thinking-to-content';

const NONE: readonly AnswerFilter[] = [];

/** With both options thinking ends as text, in one form wherever the upstream had it. */
export function thinkingFilters(options: ThinkingOptions | undefined): readonly AnswerFilter[] {
  if (options === undefined) return NONE;
  const filters: AnswerFilter[] = [];
  if (options.toThinking) filters.push(CONTENT_TO_THINKING);
  if (options.toContent) filters.push(THINKING_TO_CONTENT);
  return filters;
}
