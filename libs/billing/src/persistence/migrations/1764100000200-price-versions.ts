import { isMysqlFamily } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class PriceVersions1764100000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'price_versions',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'status', type: 'varchar', length: '16' },
          { name: 'valid_from', type: 'bigint' },
          { name: 'created_at', type: 'bigint' },
          { name: 'published_at', type: 'bigint', isNullable: true },
          { name: 'author_id', type: 'integer' },
          { name: 'note', type: 'varchar', length: '255' },
          // MySQL's text ends at 64 KiB; the seed alone is longer.
          { name: 'content', type: isMysqlFamily(queryRunner.connection) ? 'mediumtext' : 'text' },
        ],
        indices: [{ name: 'ix_price_versions_status', columnNames: ['status', 'valid_from'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('price_versions');
  }
}
