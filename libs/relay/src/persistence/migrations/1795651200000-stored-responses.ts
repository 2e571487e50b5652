import { isMysqlFamily } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const whole = (name: string, isPrimary = false): TableColumnOptions => ({ name, type: 'integer', isPrimary });
const seconds = (name: string): TableColumnOptions => ({ name, type: 'bigint' });

export class StoredResponses1795651200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const isMysql = isMysqlFamily(queryRunner.connection);
    // MySQL's default collation takes ids that differ in case only for the same key.
    const exact: Partial<TableColumnOptions> = isMysql ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {};
    await queryRunner.createTable(
      new Table({
        name: 'stored_responses',
        columns: [
          whole('user_id', true),
          { name: 'id', type: 'varchar', length: '191', isPrimary: true, ...exact },
          whole('channel_id'),
          whole('prompt_tokens'),
          seconds('created_at'),
          seconds('expires_at'),
          // MySQL's text ends at 64 KiB.
          { name: 'content_sealed', type: isMysql ? 'mediumtext' : 'text', isNullable: true },
        ],
        indices: [{ name: 'ix_stored_responses_expires_at', columnNames: ['expires_at'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('stored_responses');
  }
}
