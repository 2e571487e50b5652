import type { QueryRunner, TableColumnOptions } from 'typeorm';

/** Migration column for a 64-bit generated primary key; SQLite generates keys for INTEGER (64-bit there) only. */
export function generatedId(queryRunner: QueryRunner): TableColumnOptions {
  return {
    name: 'id',
    type: queryRunner.connection.options.type === 'better-sqlite3' ? 'integer' : 'bigint',
    isPrimary: true,
    isGenerated: true,
    generationStrategy: 'increment',
  };
}
