import type { Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { ToolNames } from '../tool-names';

/** What items are written for. */
export interface ItemContext {
  /** They were read from this dialect. */
  isOwn: boolean;
  /** They are an answer's, whose items have ids and a status. */
  isAnswer: boolean;
  hasCacheMarks: boolean;
  names: ToolNames;
  accepts(signature: Signature): boolean;
  /** `of`: what the item is made from; the ids of a request are the same each time, so that its cache fits. */
  newId(prefix: string, of: string): string;
  /** Kind of the tool that a result belongs to, which other dialects do not say at the result. */
  kindOf(callId: string): 'function' | 'custom' | undefined;
  losses: Loss[];
}

export function lose(context: ItemContext, field: string, reason: string): undefined {
  context.losses.push({ field, reason });
}
