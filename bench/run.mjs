// `npm run bench`: the gateway beside a bare relay, a peer and the mock upstream alone, in one interleaved run. See README.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDocument } from './parts/document.mjs';
import { runLedgerBench } from './parts/ledger-bench.mjs';
import { describeMachine, machineLine, noiseLine } from './parts/machine.mjs';
import { readOptions } from './parts/options.mjs';
import { workFolder } from './parts/places.mjs';
import { prepareBench } from './parts/prepare.mjs';
import { stopAll } from './parts/processes.mjs';
import { reportText } from './parts/report.mjs';
import { runRounds } from './parts/rounds.mjs';
import { startUpstream } from './parts/upstream.mjs';
import { findFaults, judge } from './parts/verdicts.mjs';

async function main() {
  const options = readOptions(process.argv.slice(2));
  await prepareBench(options);
  const machine = describeMachine();
  console.log(machineLine(machine));
  const isLedgerGood = !options.measuresLedger || (await measureLedger(options, machine));
  if (options.cases.length === 0) return isLedgerGood;
  return (await measureVariants(options, machine)) && isLedgerGood;
}

async function measureLedger(options, machine) {
  const startedAt = new Date();
  const { rounds, verdicts, faults, text } = await runLedgerBench(options);
  saveFigures('ledger', startedAt, { machine, options, rounds, verdicts, faults });
  console.log(`\n${text}`);
  for (const fault of faults) console.log(`FAULT: ${fault}`);
  const lines = [
    startedAt.toISOString().slice(0, 10),
    machineLine(machine),
    ...faults.map((fault) => `FAULT: ${fault}.`),
    '',
    text,
  ];
  if (options.writesDocument) console.log(`Written: ${writeDocument(lines.join('\n'), 'ledger')}`);
  return faults.length === 0 && verdicts.every(({ isMet }) => isMet);
}

function saveFigures(name, startedAt, figures) {
  const file = join(workFolder, `${name}-${startedAt.toISOString().replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ startedAt, ...figures }, null, 1)}\n`);
  return file;
}

async function measureVariants(options, machine) {
  const startedAt = new Date();
  const upstream = await startUpstream(options.clientCore);
  const rounds = await runRounds(options, upstream);

  const verdicts = judge(rounds);
  const faults = findFaults(rounds);
  const file = saveFigures('variants', startedAt, { machine, options, rounds, verdicts, faults });

  const report = reportText(rounds, options.variants, verdicts);
  const noise = noiseLine(rounds);
  console.log(`\n${report}\n\n${noise}\nFigures of all rounds: ${file}`);
  for (const fault of faults) console.log(`FAULT: ${fault}`);
  if (options.writesDocument) {
    const when = `${startedAt.toISOString().slice(0, 10)}, ${options.rounds} rounds, medians with least and most.`;
    const accounts =
      faults.length === 0
        ? 'All answers were billed and the accounts agree.'
        : faults.map((fault) => `FAULT: ${fault}.`).join('\n');
    console.log(`Written: ${writeDocument([when, machineLine(machine), noise, accounts, '', report].join('\n'))}`);
  }
  return faults.length === 0 && verdicts.every(({ isMet }) => isMet);
}

main()
  .then(
    (isGood) => (process.exitCode = isGood ? 0 : 1),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  )
  .finally(stopAll);
