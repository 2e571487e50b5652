import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { GatewayProcess } from '../../harness/gateway-process';

const PROGRAM = resolve(__dirname, '../../../dist/apps/cli/src/main.js');

/** As an operator would, with the program. */
export function verifyBooks({ dataDir, database }: GatewayProcess): void {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, SQL_DSN: database.dsn };
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'ledger', 'verify'], { env, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('The books agree.') as unknown });
}
