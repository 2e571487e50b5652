// `npm run bench`: the gateway beside a bare relay, a peer and the mock upstream alone, in one interleaved run. See README.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDocument } from './parts/document.mjs';
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
  const startedAt = new Date();
  const machine = describeMachine();
  console.log(machineLine(machine));
  const upstream = await startUpstream(options.clientCore);
  const rounds = await runRounds(options, upstream);

  const verdicts = judge(rounds);
  const faults = findFaults(rounds);
  const file = join(workFolder, `${startedAt.toISOString().replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ startedAt, machine, options, rounds, verdicts, faults }, null, 1)}\n`);

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
