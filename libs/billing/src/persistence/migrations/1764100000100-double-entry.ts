import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { isMysqlFamily } from '@app/platform';

const TABLE = 'ledger_entries';
const COLUMNS = [
  new TableColumn({ name: 'account', type: 'varchar', length: '16', default: "'wallet'" }),
  new TableColumn({ name: 'counter', type: 'varchar', length: '16', default: "''" }),
  new TableColumn({ name: 'token_id', type: 'integer', default: '0' }),
  new TableColumn({ name: 'allowance', type: 'bigint', default: '0' }),
];

/** Entries get their other side, and allowances of tokens become accounts that begin with what the tokens hold now. */
export class DoubleEntry1764100000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await setOperationLength(queryRunner, 24);
    await queryRunner.addColumns(TABLE, COLUMNS);
    await queryRunner.query(
      `UPDATE ledger_entries SET counter =
        CASE operation WHEN 'usage' THEN 'revenue' WHEN 'opening' THEN 'opening' ELSE 'adjustments' END`,
    );
    const key = isMysqlFamily(queryRunner.connection)
      ? `CONCAT('token:', id, ':opening')`
      : `'token:' || id || ':opening'`;
    await queryRunner.query(
      `INSERT INTO ledger_entries (user_id, operation, operation_key, amount, account, counter, token_id, allowance, created_at)
       SELECT user_id, 'allowance', ${key}, 0, 'allowance', 'opening', id, remain, created_time FROM tokens WHERE remain <> 0`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM ledger_entries WHERE operation = 'allowance'`);
    await queryRunner.dropColumns(TABLE, COLUMNS);
    await setOperationLength(queryRunner, 16);
  }
}

/** In place: TypeORM would drop the column and make it anew, without its values, except on SQLite, where it copies the table. */
async function setOperationLength(queryRunner: QueryRunner, length: number): Promise<void> {
  if (isMysqlFamily(queryRunner.connection)) {
    await queryRunner.query(`ALTER TABLE ${TABLE} MODIFY operation varchar(${length}) NOT NULL`);
  } else if (queryRunner.connection.options.type === 'postgres') {
    await queryRunner.query(`ALTER TABLE ${TABLE} ALTER COLUMN operation TYPE varchar(${length})`);
  } else {
    const operation = new TableColumn({ name: 'operation', type: 'varchar', length: String(length) });
    await queryRunner.changeColumn(TABLE, 'operation', operation);
  }
}
