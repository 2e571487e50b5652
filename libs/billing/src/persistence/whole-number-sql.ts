import type { EntityManager } from 'typeorm';
import { isMysqlFamily } from '@app/platform';

/**
 * A parameter that carries a 64-bit number as text, made a number by the database. Without the cast MySQL would compute with
 * doubles, and SQLite would compare a number with a text.
 */
export function wholeNumber(manager: EntityManager, parameter: string): string {
  return `CAST(${parameter} AS ${isMysqlFamily(manager.connection) ? 'SIGNED' : 'BIGINT'})`;
}
