import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { generatedId } from '@app/platform';

const text = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const name = (column: string, length: number): TableColumnOptions => ({
  name: column,
  type: 'varchar',
  length: String(length),
  default: "''",
});
const count = (column: string): TableColumnOptions => ({ name: column, type: 'integer', default: '0' });
const flag = (column: string): TableColumnOptions => ({ name: column, type: 'boolean' });

export class Logs1763900000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'logs',
        columns: [
          generatedId(queryRunner),
          { name: 'request_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'user_id', type: 'integer' },
          { name: 'created_at', type: 'bigint' },
          { name: 'type', type: 'integer' },
          text('content'),
          name('username', 64),
          name('token_name', 128),
          name('model_name', 191),
          name('upstream_model', 191),
          { name: 'amount', type: 'bigint', default: '0' },
          count('prompt_tokens'),
          count('completion_tokens'),
          count('cached_tokens'),
          count('reasoning_tokens'),
          count('channel_id'),
          name('channel_name', 191),
          count('token_id'),
          count('use_time'),
          count('duration_ms'),
          count('first_byte_ms'),
          flag('is_stream'),
          flag('is_estimated'),
          text('multiplier'),
          { name: 'user_quota', type: 'bigint', default: '0' },
          text('attempts_log'),
          text('price'),
          name('end_state', 24),
          count('status'),
          name('error_code', 64),
          name('ip', 64),
        ],
        indices: [
          { name: 'ux_logs_request_id_type', columnNames: ['request_id', 'type'], isUnique: true },
          { name: 'ix_logs_user', columnNames: ['user_id', 'id'] },
          { name: 'ix_logs_created_type', columnNames: ['created_at', 'type'] },
          { name: 'ix_logs_token', columnNames: ['token_id', 'id'] },
          { name: 'ix_logs_channel', columnNames: ['channel_id', 'id'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('logs');
  }
}
