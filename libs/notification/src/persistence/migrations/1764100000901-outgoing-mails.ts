import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { generatedId } from '@app/platform';

export class OutgoingMails1764100000901 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'outgoing_mails',
        columns: [
          generatedId(queryRunner),
          { name: 'dedupe_key', type: 'varchar', length: '128' },
          { name: 'user_id', type: 'integer', default: '0' },
          { name: 'recipients', type: 'varchar', length: '512' },
          { name: 'subject', type: 'varchar', length: '255' },
          { name: 'sealed_body', type: 'text', isNullable: true },
          { name: 'status', type: 'varchar', length: '16', default: "'pending'" },
          { name: 'attempts', type: 'integer', default: '0' },
          { name: 'next_attempt_at', type: 'bigint' },
          { name: 'last_error', type: 'varchar', length: '500', default: "''" },
          { name: 'created_at', type: 'bigint' },
          { name: 'sent_at', type: 'bigint', isNullable: true },
        ],
        indices: [
          { name: 'ux_outgoing_mails_dedupe_key', columnNames: ['dedupe_key'], isUnique: true },
          { name: 'ix_outgoing_mails_due', columnNames: ['status', 'next_attempt_at'] },
          { name: 'ix_outgoing_mails_created', columnNames: ['created_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('outgoing_mails');
  }
}
