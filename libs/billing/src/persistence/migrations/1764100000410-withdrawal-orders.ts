import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class WithdrawalOrders1764100000410 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'withdrawal_orders',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'user_id', type: 'integer' },
          { name: 'user_name', type: 'varchar', length: '64' },
          { name: 'order_number', type: 'varchar', length: '20' },
          { name: 'amount', type: 'bigint' },
          { name: 'alipay_account', type: 'varchar', length: '128' },
          { name: 'status', type: 'integer', default: '1' },
          { name: 'processed_at', type: 'bigint', isNullable: true },
          { name: 'processor_id', type: 'integer', default: '0' },
          { name: 'comment', type: 'varchar', length: '1024', default: "''" },
          { name: 'created_at', type: 'bigint' },
          { name: 'updated_at', type: 'bigint' },
        ],
        indices: [
          { name: 'ux_withdrawal_orders_number', columnNames: ['order_number'], isUnique: true },
          { name: 'ix_withdrawal_orders_user', columnNames: ['user_id', 'id'] },
          { name: 'ix_withdrawal_orders_status', columnNames: ['status', 'id'] },
          { name: 'ix_withdrawal_orders_created', columnNames: ['created_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('withdrawal_orders');
  }
}
