import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BillingApp } from '../harness/billing-app';
import { ENGINES } from '../harness/test-database';

const PROGRAM = join(__dirname, '../../dist/apps/cli/src/main.js');

describe.each(ENGINES)('npm run cli -- ledger verify on %s (real: the built program, database)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 5_000_000_000n);
    await billing.addUser(2, 1_000_000_000n);
  });

  afterEach(() => billing.remove());

  const cli = (...args: string[]) => {
    const env = { ...process.env, DATA_DIR: billing.dataDir, SQL_DSN: billing.database.dsn };
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('ends with 0 while the books agree, and shows what is on each account', () => {
    const { status, stdout } = cli('ledger', 'verify');
    expect(stdout.replace(/ +/g, ' ').split('\n')).toEqual(['opening -6 USD', 'wallet 6 USD', 'The books agree.', '']);
    expect(status).toBe(0);
  });

  it('ends with 1 and names the account when one was changed past the ledger', async () => {
    await billing.sql('UPDATE users SET balance = balance + 1 WHERE id = 1');
    const { status, stdout } = cli('ledger', 'verify');
    expect(stdout).toMatch(
      /DIFFERENCE wallet of user #1: 5\.000000001 USD stored, 5 USD by the entries, last entry \d+/,
    );
    expect(status).toBe(1);
    expect(cli('ledger', 'verify', '--user', '1').status).toBe(1);
    expect(cli('ledger', 'verify', '--user', '2').status).toBe(0);
  });

  it('ends with 2 and tells what it knows when it is asked for something else', () => {
    for (const args of [[], ['ledger'], ['ledger', 'verify', '--user', 'x'], ['ledger', 'verify', '--all']]) {
      const { status, stderr } = cli(...args);
      expect(stderr).toContain('npm run cli -- ledger verify [--user ID]');
      expect(status).toBe(2);
    }
  });
});
