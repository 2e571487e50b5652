import { channelSchema } from '@app/channel';
import { composeSchemas, migrate, platformSchema } from '@app/platform';
import { userSchema } from '@app/user';
import { InProcessDatabase } from '../../../test/harness/in-process-database';
import { ENGINES } from '../../../test/harness/test-database';
import { billingSchema } from '../src/persistence/billing-schema';
import { DoubleEntry1764100000100 } from '../src/persistence/migrations/1764100000100-double-entry';

const { main, logs } = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
const SCHEMA = { entities: [...main.entities, ...logs.entities], migrations: [...main.migrations, ...logs.migrations] };

describe.each(ENGINES)('books of one account on %s (real database)', (engine) => {
  it('get their other side, and allowances begin with what the tokens hold', async () => {
    const database = await InProcessDatabase.open(engine, SCHEMA);
    try {
      await migrate(database.dataSource);
      const migration = new DoubleEntry1764100000100();
      const run = async (step: 'up' | 'down') => {
        const runner = database.dataSource.createQueryRunner();
        await migration[step](runner);
        await runner.release();
      };
      await run('down');
      const no = engine === 'postgres' ? 'false' : '0';
      const group = engine === 'mysql' ? '`group`' : '"group"';
      const { manager } = database.dataSource;
      await manager.query(
        `INSERT INTO tokens (id, user_id, key_hash, key_hint, created_time, remain, unlimited_quota, billing_enabled, models, ${group})
         VALUES (7, 1, 'a', '', 5, 9007199254740993, ${no}, ${no}, '', ''), (8, 1, 'b', '', 5, 0, ${no}, ${no}, '', '')`,
      );
      await manager.query(
        `INSERT INTO ledger_entries (user_id, operation, operation_key, amount, created_at)
         VALUES (1, 'opening', 'user:1', 10, 1), (1, 'usage', 'r1', -3, 2), (1, 'adjustment', 'a1', 4, 3)`,
      );
      await run('up');
      const rows: Record<string, unknown>[] = await manager.query(
        'SELECT operation, operation_key, amount, account, counter, token_id, allowance FROM ledger_entries ORDER BY id',
      );
      expect(rows.map((row) => Object.values(row).map(String))).toEqual([
        ['opening', 'user:1', '10', 'wallet', 'opening', '0', '0'],
        ['usage', 'r1', '-3', 'wallet', 'revenue', '0', '0'],
        ['adjustment', 'a1', '4', 'wallet', 'adjustments', '0', '0'],
        ['allowance', 'token:7:opening', '0', 'allowance', 'opening', '7', '9007199254740993'],
      ]);
    } finally {
      await database.remove();
    }
  });
});
