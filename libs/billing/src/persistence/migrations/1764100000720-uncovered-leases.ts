import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { sumOfSlices } from '../sum-of-slices';

const TABLE = 'wallet_leases';

export class UncoveredLeases1764100000720 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn(TABLE, new TableColumn({ name: 'uncovered', type: 'bigint', default: '0' }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE ${TABLE} SET uncovered = 0`);
    for (const kind of ['users', 'tokens'] as const) await queryRunner.query(sumOfSlices(kind, '> 0'));
    await queryRunner.query(`DELETE FROM ${TABLE} WHERE amount = 0`);
    await queryRunner.dropColumn(TABLE, 'uncovered');
  }
}
