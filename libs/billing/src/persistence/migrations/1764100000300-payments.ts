import { isMysqlFamily, generatedId } from '@app/platform';
import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const id: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};
const whole = (name: string, isNullable = false): TableColumnOptions => ({ name, type: 'integer', isNullable });
const large = (name: string, isNullable = false): TableColumnOptions => ({ name, type: 'bigint', isNullable });
const sum = (name: string): TableColumnOptions => ({ name, type: 'bigint', default: '0' });
const text = (name: string, length: number, isNullable = false): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isNullable,
});

export class Payments1764100000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const isMysql = isMysqlFamily(queryRunner.connection);
    // MySQL's default collation takes numbers that differ in case only for the same.
    const exact: Partial<TableColumnOptions> = isMysql ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {};
    await queryRunner.createTable(
      new Table({
        name: 'payment_orders',
        columns: [
          id,
          whole('user_id'),
          text('provider', 16),
          text('method', 32),
          whole('amount'),
          large('price_minor'),
          text('currency', 3),
          large('credit'),
          text('topup_ratio', 8),
          { ...text('trade_no', 32), ...exact },
          text('reference', 128, true),
          text('state', 16),
          text('title', 128),
          large('create_time'),
          large('expires_at'),
          large('paid_at', true),
          large('next_query_at', true),
          large('refund_requested_at', true),
          sum('refunded_minor'),
          sum('refund_taken'),
          sum('refund_shortfall'),
        ],
        indices: [
          { name: 'ux_payment_orders_trade_no', columnNames: ['trade_no'], isUnique: true },
          { name: 'ix_payment_orders_user', columnNames: ['user_id', 'id'] },
          { name: 'ix_payment_orders_query', columnNames: ['next_query_at'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'payment_events',
        columns: [
          generatedId(queryRunner),
          whole('order_id', true),
          large('at'),
          text('kind', 32),
          text('text', 500),
          whole('callback_id', true),
        ],
        indices: [{ name: 'ix_payment_events_order', columnNames: ['order_id', 'id'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'payment_callbacks',
        columns: [
          id,
          text('provider', 16),
          large('received_at'),
          text('method', 8),
          { name: 'path', type: 'text' },
          { name: 'headers', type: 'text' },
          // MySQL's text ends at 64 KiB.
          { name: 'body', type: isMysql ? 'mediumtext' : 'text' },
          text('result', 16),
          text('detail', 500),
          whole('order_id', true),
        ],
        indices: [
          { name: 'ix_payment_callbacks_result', columnNames: ['result', 'received_at'] },
          { name: 'ix_payment_callbacks_order', columnNames: ['order_id'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'payment_repayments',
        columns: [id, whole('order_id'), { ...text('number', 64), ...exact }],
        indices: [{ name: 'ux_payment_repayments_number', columnNames: ['order_id', 'number'], isUnique: true }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = ['payment_repayments', 'payment_callbacks', 'payment_events', 'payment_orders'];
    for (const table of tables) await queryRunner.dropTable(table);
  }
}
