import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const column = (isNullable: boolean) => new TableColumn({ name: 'proxy_url_sealed', type: 'text', isNullable });

/**
 * Makes room for sealed proxy addresses, which are longer than the 512 characters of `proxy_url`. A new column and not a
 * changed type, because TypeORM changes a type by dropping the column with what is in it. What was stored moves over in
 * clear: a migration has no key. SealStoredChannels seals it right after, at the same start.
 */
export class SealedProxy1795478400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('channels', column(true));
    await queryRunner.query('UPDATE channels SET proxy_url_sealed = proxy_url');
    await queryRunner.changeColumn('channels', 'proxy_url_sealed', column(false));
    await queryRunner.dropColumn('channels', 'proxy_url');
  }

  /** Sealed values stay sealed: the version before cannot read them and leaves such a channel out of service. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn(
      'channels',
      new TableColumn({ name: 'proxy_url', type: 'varchar', length: '512', default: "''" }),
    );
    await queryRunner.query('UPDATE channels SET proxy_url = SUBSTR(proxy_url_sealed, 1, 512)');
    await queryRunner.dropColumn('channels', 'proxy_url_sealed');
  }
}
