import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'wallet_leases';

export class UncoveredLeases1764100000720 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn(TABLE, new TableColumn({ name: 'uncovered', type: 'bigint', default: '0' }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const owners of ['users', 'tokens'])
      await queryRunner.query(`UPDATE ${owners} SET leased = (SELECT COALESCE(SUM(w.amount), 0) FROM ${TABLE} w
        WHERE w.kind = '${owners}' AND w.owner_id = ${owners}.id) WHERE leased <> 0`);
    await queryRunner.query(`DELETE FROM ${TABLE} WHERE amount = 0`);
    await queryRunner.dropColumn(TABLE, 'uncovered');
  }
}
