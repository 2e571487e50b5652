import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const INDEX = new TableIndex({
  name: 'ix_ledger_entries_user_time',
  columnNames: ['user_id', 'created_at', 'id'],
});

/** Statements read a user's entries of a period, in order of time. */
export class LedgerByTime1764100000900 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createIndex('ledger_entries', INDEX);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('ledger_entries', INDEX);
  }
}
