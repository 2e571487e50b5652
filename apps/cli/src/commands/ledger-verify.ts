import { parseArgs } from 'node:util';
import type { LedgerDifference } from '@app/billing';
import { moneyToUsd } from '@app/kernel';
import { UsageError, type Command } from '../command';
import { withLedger } from '../open-books';

const MOST_SHOWN = 20;

/** Compares what is stored with the sums of the ledger. Exit code 1 = something differs. */
export const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: '[--user ID]',
  summary: 'Compares balances, rewards, allowances and lots with the ledger',
  run(args, print) {
    const userId = readUserId(args);
    return withLedger(async (ledger) => {
      const differences = await ledger.verify(userId);
      if (userId === undefined) {
        for (const { account, sum } of await ledger.totals()) print(`${account.padEnd(12)} ${moneyToUsd(sum)} USD`);
      }
      differences.slice(0, MOST_SHOWN).forEach((difference) => print(describeDifference(difference)));
      if (differences.length > MOST_SHOWN) print(`... and ${differences.length - MOST_SHOWN} more`);
      print(differences.length === 0 ? 'The books agree.' : `${differences.length} accounts differ.`);
      return differences.length === 0 ? 0 : 1;
    });
  },
};

function readUserId(args: readonly string[]): number | undefined {
  const { user } = parse(args);
  if (user === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(user)) throw new UsageError(`Not the id of a user: ${user}`);
  return Number(user);
}

function parse(args: readonly string[]): { user?: string } {
  try {
    return parseArgs({ args: [...args], options: { user: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function describeDifference({ account, ownerId, stored, entries, lastEntryId }: LedgerDifference): string {
  const owner = `${account} of ${account.endsWith('allowance') ? 'token' : 'user'} #${ownerId}`;
  const figures = `${moneyToUsd(stored)} USD stored, ${moneyToUsd(entries)} USD by the entries`;
  return `DIFFERENCE ${owner}: ${figures}, last entry ${lastEntryId ?? 'none'}`;
}
