import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'plan_usages';
const PERIOD = 'ux_plan_usages_period';
const BY_NODE = new TableIndex({ name: 'ix_plan_usages_node', columnNames: ['node_id', 'ends_at'] });

export class PlanSlices1764100000620 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const no = queryRunner.connection.options.type === 'postgres' ? 'false' : '0';
    await queryRunner.dropIndex(TABLE, PERIOD);
    await queryRunner.addColumns(TABLE, [
      new TableColumn({ name: 'node_id', type: 'varchar', length: '36', default: "''" }),
      new TableColumn({ name: 'lent', type: 'bigint', default: '0' }),
      new TableColumn({ name: 'wanted', type: 'boolean', default: no }),
    ]);
    await queryRunner.createIndex(TABLE, uniquePeriod(['node_id']));
    await queryRunner.createIndex(TABLE, BY_NODE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`INSERT INTO ${TABLE} (subscription_id, window_key, starts_at, ends_at, node_id, used)
      SELECT subscription_id, window_key, starts_at, MIN(ends_at), 'all', SUM(used)
      FROM ${TABLE} GROUP BY subscription_id, window_key, starts_at`);
    await queryRunner.query(`DELETE FROM ${TABLE} WHERE node_id <> 'all'`);
    await queryRunner.dropIndex(TABLE, BY_NODE);
    await queryRunner.dropIndex(TABLE, PERIOD);
    await queryRunner.dropColumns(TABLE, ['node_id', 'lent', 'wanted']);
    await queryRunner.createIndex(TABLE, uniquePeriod([]));
  }
}

function uniquePeriod(more: string[]): TableIndex {
  return new TableIndex({
    name: PERIOD,
    columnNames: ['subscription_id', 'window_key', 'starts_at', ...more],
    isUnique: true,
  });
}
