import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { generatedId } from '@app/platform';

export class Ledger1763900000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'ledger_entries',
        columns: [
          generatedId(queryRunner),
          { name: 'user_id', type: 'integer' },
          { name: 'operation', type: 'varchar', length: '16' },
          { name: 'operation_key', type: 'varchar', length: '64' },
          { name: 'amount', type: 'bigint' },
          { name: 'created_at', type: 'bigint' },
        ],
        indices: [
          { name: 'ux_ledger_entries_operation_key', columnNames: ['operation', 'operation_key'], isUnique: true },
          { name: 'ix_ledger_entries_user', columnNames: ['user_id', 'id'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('ledger_entries');
  }
}
