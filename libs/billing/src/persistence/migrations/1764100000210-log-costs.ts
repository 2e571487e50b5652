import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

export class LogCosts1764100000210 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('logs', new TableColumn({ name: 'cost_amount', type: 'bigint', isNullable: true }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('logs', 'cost_amount');
  }
}
