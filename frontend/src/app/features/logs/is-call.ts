import type { LogRow } from '../../api/types';

/** Rows of a call to a model have tokens, times and a mode; top-ups and staff actions have none of these. */
export function isCall(row: LogRow): boolean {
  return row.model_name !== '';
}
