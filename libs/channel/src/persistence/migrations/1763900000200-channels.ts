import { isMysqlFamily } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});
const optional = (name: string, length: number, value = ''): TableColumnOptions => ({
  ...varchar(name, length),
  default: `'${value}'`,
});
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean' });
const int = (name: string, value: number): TableColumnOptions => ({ name, type: 'integer', default: String(value) });
const bigint = (name: string, value: number): TableColumnOptions => ({ name, type: 'bigint', default: String(value) });

export class Channels1763900000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(channels());
    // MySQL's default collation takes model names that differ in case only for the same key.
    const isMysql = isMysqlFamily(queryRunner.connection);
    await queryRunner.createTable(abilities(isMysql ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {}));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('abilities');
    await queryRunner.dropTable('channels');
  }
}

function channels(): Table {
  return new Table({
    name: 'channels',
    columns: [
      { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
      { name: 'type', type: 'integer' },
      text('key_sealed'),
      optional('key_hint', 24),
      optional('open_ai_organization', 191),
      int('status', 1),
      optional('name', 191),
      int('weight', 0),
      bigint('created_time', 0),
      bigint('test_time', 0),
      int('response_time', 0),
      optional('base_url', 512),
      optional('other', 512),
      { name: 'balance', type: 'double precision', default: '0' },
      bigint('balance_updated_time', 0),
      text('models'),
      optional('tags', 255),
      optional('group', 255, 'default'),
      bigint('used_amount', 0),
      bigint('used_count', 0),
      text('model_mapping'),
      text('headers'),
      bigint('priority', 0),
      int('auto_ban', 1),
      flag('is_tools'),
      flag('claude_original_request'),
      int('tested_time', 0),
      optional('model_test', 191),
      flag('rate_limited'),
      int('rate_limit_count', 0),
      int('is_image_url_enabled', 0),
      text('status_code_mapping'),
      text('config'),
      optional('proxy_url', 512),
      text('gcp_account'),
      flag('supports_cache_control'),
    ],
    indices: [{ name: 'ix_channels_name', columnNames: ['name'] }],
  });
}

function abilities(caseSensitive: Partial<TableColumnOptions>): Table {
  return new Table({
    name: 'abilities',
    columns: [
      { ...varchar('group', 64), ...caseSensitive, isPrimary: true },
      { ...varchar('model', 191), ...caseSensitive, isPrimary: true },
      { name: 'channel_id', type: 'integer', isPrimary: true },
      flag('enabled'),
      bigint('priority', 0),
      int('weight', 0),
      flag('is_tools'),
      flag('claude_original_request'),
    ],
    indices: [{ name: 'ix_abilities_channel_id', columnNames: ['channel_id'] }],
  });
}
