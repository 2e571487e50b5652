import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { generatedId } from '@app/platform';

export class PlanUsages1764100000610 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'plan_usages',
        columns: [
          generatedId(queryRunner),
          { name: 'subscription_id', type: 'integer' },
          { name: 'window_key', type: 'varchar', length: '32' },
          { name: 'starts_at', type: 'bigint' },
          { name: 'ends_at', type: 'bigint' },
          { name: 'used', type: 'bigint' },
        ],
        indices: [
          {
            name: 'ux_plan_usages_period',
            columnNames: ['subscription_id', 'window_key', 'starts_at'],
            isUnique: true,
          },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('plan_usages');
  }
}
