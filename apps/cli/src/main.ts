import 'reflect-metadata';
import { UsageError, type Command } from './command';
import { ledgerVerify } from './commands/ledger-verify';

const COMMANDS: readonly Command[] = [ledgerVerify];

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(words: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, i) => words[i] === word));
  if (command === undefined)
    throw new UsageError(words.length === 0 ? 'What shall be done?' : `Unknown: ${words.join(' ')}`);
  return command.run(words.slice(command.name.split(' ').length), print);
}

/** Codes: 0 = well, 1 = the command found something, 2 = it could not be run. */
main(process.argv.slice(2)).then(
  (exitCode) => (process.exitCode = exitCode),
  (error: unknown) => {
    process.exitCode = 2;
    process.stderr.write(`${(error as Error).message}\n`);
    if (!(error instanceof UsageError)) return;
    for (const { name, usage, summary } of COMMANDS)
      process.stderr.write(`  npm run cli -- ${name} ${usage}   ${summary}\n`);
  },
);
