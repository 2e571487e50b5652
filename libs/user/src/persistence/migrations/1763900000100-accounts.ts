import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const text = (name: string, length: number): TableColumnOptions => ({ name, type: 'varchar', length: String(length) });
const optionalText = (name: string, length: number): TableColumnOptions => ({ ...text(name, length), default: "''" });
const nullableText = (name: string, length: number): TableColumnOptions => ({
  ...text(name, length),
  isNullable: true,
});
const number = (name: string, defaultValue: number): TableColumnOptions => ({
  name,
  type: 'integer',
  default: String(defaultValue),
});
const large = (name: string, defaultValue: number): TableColumnOptions => ({
  name,
  type: 'bigint',
  default: String(defaultValue),
});

export class Accounts1763900000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean', default: falseOf(queryRunner) });
    await queryRunner.createTable(
      new Table({
        name: 'users',
        columns: [
          generatedKey,
          text('username', 64),
          text('username_key', 64),
          optionalText('password', 100),
          optionalText('display_name', 64),
          number('role', 1),
          number('status', 1),
          optionalText('email', 128),
          optionalText('github_id', 64),
          optionalText('wechat_id', 64),
          nullableText('access_token_hash', 64),
          large('balance', 0),
          large('used_amount', 0),
          large('request_count', 0),
          { ...text('group', 32), default: "'default'" },
          nullableText('aff_code', 32),
          number('aff_count', 0),
          large('aff_quota', 0),
          large('aff_history', 0),
          number('inviter_id', 0),
          { name: 'created_at', type: 'bigint' },
          { name: 'deleted_at', type: 'bigint', isNullable: true },
          large('last_login_at', 0),
          number('session_version', 1),
          flag('must_change_password'),
        ],
        indices: [
          { name: 'ux_users_username_key', columnNames: ['username_key'], isUnique: true },
          { name: 'ux_users_access_token_hash', columnNames: ['access_token_hash'], isUnique: true },
          { name: 'ux_users_aff_code', columnNames: ['aff_code'], isUnique: true },
          { name: 'ix_users_email', columnNames: ['email'] },
          { name: 'ix_users_display_name', columnNames: ['display_name'] },
          { name: 'ix_users_github_id', columnNames: ['github_id'] },
          { name: 'ix_users_wechat_id', columnNames: ['wechat_id'] },
          { name: 'ix_users_inviter_id', columnNames: ['inviter_id'] },
          { name: 'ix_users_created_at', columnNames: ['created_at'] },
          { name: 'ix_users_deleted_at', columnNames: ['deleted_at'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'tokens',
        columns: [
          generatedKey,
          { name: 'user_id', type: 'integer' },
          text('key_hash', 64),
          nullableText('key_sealed', 512),
          text('key_hint', 24),
          number('status', 1),
          optionalText('name', 64),
          { name: 'created_time', type: 'bigint' },
          large('accessed_time', 0),
          large('expired_time', -1),
          large('remain', 0),
          flag('unlimited_quota'),
          large('used', 0),
          optionalText('group', 64),
          flag('billing_enabled'),
          { name: 'models', type: 'text' },
          optionalText('fixed_content', 1000),
          optionalText('subnet', 1000),
        ],
        indices: [
          { name: 'ux_tokens_key_hash', columnNames: ['key_hash'], isUnique: true },
          { name: 'ix_tokens_user_id', columnNames: ['user_id'] },
          { name: 'ix_tokens_name', columnNames: ['name'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          { ...text('id_hash', 64), isPrimary: true },
          { name: 'user_id', type: 'integer' },
          { name: 'session_version', type: 'integer' },
          { name: 'created_at', type: 'bigint' },
          { name: 'expires_at', type: 'bigint' },
          { name: 'last_seen_at', type: 'bigint' },
          optionalText('ip', 64),
          optionalText('user_agent', 255),
        ],
        indices: [
          { name: 'ix_sessions_user_id', columnNames: ['user_id'] },
          { name: 'ix_sessions_expires_at', columnNames: ['expires_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('sessions');
    await queryRunner.dropTable('tokens');
    await queryRunner.dropTable('users');
  }
}

// `integer` and not `int` everywhere: SQLite keeps the spelling and compares it, and generates keys for that one only.
const generatedKey: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};

/** SQLite and MySQL report a stored `false` as 0, and the schema check compares texts. */
function falseOf(queryRunner: QueryRunner): string {
  return queryRunner.connection.options.type === 'postgres' ? 'false' : '0';
}
