import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class PriceSources1764100000221 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'price_sources',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'name', type: 'varchar', length: '64' },
          { name: 'url', type: 'varchar', length: '1024' },
          { name: 'every_hours', type: 'integer' },
          { name: 'created_at', type: 'bigint' },
          { name: 'tried_at', type: 'bigint', default: '0' },
          { name: 'last_error', type: 'varchar', length: '64', default: "''" },
          { name: 'offer_hash', type: 'varchar', length: '64', default: "''" },
        ],
        indices: [{ name: 'ux_price_sources_name', columnNames: ['name'], isUnique: true }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('price_sources');
  }
}
