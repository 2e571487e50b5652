import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'plan_usages';
const PERIOD = 'ux_plan_usages_period';
const BY_NODE = new TableIndex({ name: 'ix_plan_usages_node', columnNames: ['node_id', 'ends_at'] });
const COLUMNS = [
  new TableColumn({ name: 'node_id', type: 'varchar', length: '36', default: "''" }),
  new TableColumn({ name: 'lent', type: 'bigint', default: '0' }),
  new TableColumn({ name: 'wanted', type: 'boolean', default: 'false' }),
];

export class PlanSlices1764100000620 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex(TABLE, PERIOD);
    await queryRunner.addColumns(TABLE, COLUMNS);
    await queryRunner.createIndex(TABLE, uniquePeriod(['node_id']));
    await queryRunner.createIndex(TABLE, BY_NODE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex(TABLE, BY_NODE);
    await queryRunner.dropIndex(TABLE, PERIOD);
    await queryRunner.dropColumns(TABLE, COLUMNS);
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
