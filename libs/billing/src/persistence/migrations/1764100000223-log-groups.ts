import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

export class LogGroups1764100000223 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn(
      'logs',
      new TableColumn({ name: 'price_group', type: 'varchar', length: '64', default: "''" }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('logs', 'price_group');
  }
}
