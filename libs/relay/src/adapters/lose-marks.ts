import type { Part } from '../model/content';
import type { Origin } from '../model/dialect';
import type { Loss } from '../model/loss';
import { listRestLosses } from './carry-rest';

/** What a dialect has places for. */
export interface MarkPlaces {
  cache?: boolean;
  /** Detail of images. */
  detail?: boolean;
}

/** What hangs on a part and has no place: fields of another dialect, cache marks, citations, proofs, details of images. */
export function loseMarks(part: Part, path: string, dialect: Origin, losses: Loss[], places: MarkPlaces = {}): void {
  listRestLosses(part, dialect, path, losses);
  const lose = (field: string, reason: string): void => {
    losses.push({ field: `${path}.${field}`, reason });
  };
  if (places.cache !== true && 'cache' in part && part.cache !== undefined)
    lose('cache', 'there are no cache marks here');
  if (part.type === 'text' && (part.citations?.length ?? 0) > 0) lose('citations', 'citations do not come back here');
  if (part.type === 'image' && places.detail !== true && part.detail !== undefined && part.detail !== 'auto') {
    lose('detail', 'images have one detail here');
  }
  if (
    part.type !== 'thinking' &&
    part.type !== 'redacted-thinking' &&
    'signature' in part &&
    part.signature !== undefined
  ) {
    lose('signature', 'only thinking is signed here');
  }
}
