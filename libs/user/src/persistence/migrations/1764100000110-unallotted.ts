import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was spent and not yet taken from a lot. Billing's alone, but a column of the row that it writes with each charge. */
export class Unallotted1764100000110 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('users', new TableColumn({ name: 'unallotted', type: 'bigint', default: '0' }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('users', 'unallotted');
  }
}
