import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { generatedId } from '@app/platform';

export class BalanceLots1764100000120 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'balance_lots',
        columns: [
          generatedId(queryRunner),
          { name: 'user_id', type: 'integer' },
          { name: 'operation', type: 'varchar', length: '24' },
          { name: 'operation_key', type: 'varchar', length: '64' },
          { name: 'amount', type: 'bigint' },
          { name: 'remaining', type: 'bigint' },
          { name: 'starts_at', type: 'bigint' },
          { name: 'ends_at', type: 'bigint', isNullable: true },
          { name: 'notified_at', type: 'bigint', isNullable: true },
        ],
        indices: [
          { name: 'ux_balance_lots_operation_key', columnNames: ['operation', 'operation_key'], isUnique: true },
          { name: 'ix_balance_lots_user', columnNames: ['user_id'] },
          { name: 'ix_balance_lots_ends_at', columnNames: ['ends_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('balance_lots');
  }
}
