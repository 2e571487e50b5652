import { isMysqlFamily } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const whole = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const big = (name: string): TableColumnOptions => ({ name, type: 'bigint' });
const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});

export class LimitRules1764100000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL's default collation takes names that differ in case only for the same one.
    const exact: Partial<TableColumnOptions> = isMysqlFamily(queryRunner.connection)
      ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' }
      : {};
    await queryRunner.createTable(
      new Table({
        name: 'limit_rules',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          varchar('subject_kind', 16),
          { ...varchar('subject', 191), ...exact },
          { ...varchar('model_pattern', 191), ...exact },
          varchar('metric', 16),
          { ...whole('window_seconds'), isNullable: true },
          { ...varchar('period', 8), isNullable: true },
          big('amount'),
          { name: 'enabled', type: 'boolean' },
          whole('owner_id'),
          big('created_at'),
          big('updated_at'),
        ],
        indices: [{ name: 'ix_limit_rules_subject', columnNames: ['subject_kind', 'subject'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('limit_rules');
  }
}
