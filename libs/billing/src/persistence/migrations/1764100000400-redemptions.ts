import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class Redemptions1764100000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'redemptions',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'user_id', type: 'integer' },
          { name: 'key_hash', type: 'varchar', length: '64' },
          { name: 'key_sealed', type: 'varchar', length: '255' },
          { name: 'batch_id', type: 'varchar', length: '32' },
          { name: 'status', type: 'integer', default: '1' },
          { name: 'name', type: 'varchar', length: '80' },
          { name: 'amount', type: 'bigint' },
          { name: 'starts_at', type: 'bigint', default: '0' },
          { name: 'ends_at', type: 'bigint', default: '0' },
          { name: 'per_user_limit', type: 'integer', default: '0' },
          { name: 'created_time', type: 'bigint' },
          { name: 'redeemed_time', type: 'bigint', default: '0' },
          { name: 'used_user_id', type: 'integer', default: '0' },
        ],
        indices: [
          { name: 'ux_redemptions_key_hash', columnNames: ['key_hash'], isUnique: true },
          { name: 'ix_redemptions_name', columnNames: ['name'] },
          { name: 'ix_redemptions_batch_user', columnNames: ['batch_id', 'used_user_id'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('redemptions');
  }
}
