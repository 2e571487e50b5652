import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const leased = (): TableColumn => new TableColumn({ name: 'leased', type: 'bigint', default: '0' });

/** What of a balance or an allowance is lent to nodes. Billing's alone, but columns of the rows that it locks anyway. */
export class Leased1764100000700 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('users', leased());
    await queryRunner.addColumn('tokens', leased());
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('tokens', 'leased');
    await queryRunner.dropColumn('users', 'leased');
  }
}
