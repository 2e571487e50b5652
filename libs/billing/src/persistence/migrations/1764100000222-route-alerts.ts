import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class RouteAlerts1764100000222 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'route_alerts',
        columns: [
          { name: 'day', type: 'integer', isPrimary: true },
          { name: 'route', type: 'varchar', length: '64', isPrimary: true },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('route_alerts');
  }
}
