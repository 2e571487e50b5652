import { isMysqlFamily } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class PriceDrafts1764100000220 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const longText = isMysqlFamily(queryRunner.connection) ? 'mediumtext' : 'text';
    await queryRunner.createTable(
      new Table({
        name: 'price_drafts',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'status', type: 'varchar', length: '16' },
          { name: 'revision', type: 'integer' },
          { name: 'base_version', type: 'integer' },
          { name: 'published_version', type: 'integer', isNullable: true },
          { name: 'author_id', type: 'integer' },
          { name: 'editor_id', type: 'integer' },
          { name: 'created_at', type: 'bigint' },
          { name: 'updated_at', type: 'bigint' },
          { name: 'note', type: 'varchar', length: '255' },
          { name: 'offer_source', type: 'varchar', length: '100' },
          { name: 'content', type: longText },
          { name: 'offer', type: longText, isNullable: true },
        ],
        indices: [{ name: 'ix_price_drafts_status', columnNames: ['status', 'id'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('price_drafts');
  }
}
