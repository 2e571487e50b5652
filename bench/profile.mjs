// Where the gateway's time goes: node bench/profile.mjs [case, c64 by default] [--seconds 6] [--top 30] [--dist folder]
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES, warmUpOf } from './parts/cases.mjs';
import { readProfile } from './parts/cpu-profile.mjs';
import { accountsLine } from './parts/gateway-accounts.mjs';
import { drive, warmUp } from './parts/load.mjs';
import { readOptions } from './parts/options.mjs';
import { workFolder } from './parts/places.mjs';
import { prepareBench } from './parts/prepare.mjs';
import { cpuUs } from './parts/process-figures.mjs';
import { stopAll } from './parts/processes.mjs';
import { startUpstream } from './parts/upstream.mjs';
import { startVariant } from './parts/variants.mjs';

const profileFolder = join(workFolder, 'profile');

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '6' },
      top: { type: 'string', default: '30' },
      dist: { type: 'string' },
    },
  });
  const [caseName = 'c64'] = positionals;
  if (CASES[caseName] === undefined) throw new Error(`Known cases: ${Object.keys(CASES).join(', ')}`);
  const options = readOptions(['--only', 'gateway', ...(values.dist === undefined ? [] : ['--dist', values.dist])]);
  await prepareBench(options);
  rmSync(profileFolder, { recursive: true, force: true });
  mkdirSync(profileFolder, { recursive: true });
  const upstream = await startUpstream(options.clientCore);

  // Written when the gateway ends; threads of the gateway get a profile each.
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, '--cpu-prof-interval=200'];
  const variant = await startVariant('gateway', { ...options, upstream, nodeFlags });
  await warmUp(variant.target);
  await warmUp(variant.target, warmUpOf(CASES[caseName]));
  const pids = variant.target.pids();
  const startUs = monotonicUs();
  const usedBeforeUs = cpuUs(pids);
  const load = await drive(variant.target, { ...CASES[caseName], seconds: Number(values.seconds) });
  const usedUs = cpuUs(pids) - usedBeforeUs;
  const endUs = monotonicUs();
  const { accounts } = await variant.finish();

  console.log(
    `${caseName}: ${load.requests} answers in ${((endUs - startUs) / 1_000_000).toFixed(1)} s, ${ms(usedUs)} ms of CPU under the profiler`,
  );
  console.log(accountsLine(accounts));
  for (const file of readdirSync(profileFolder)) {
    const profile = readProfile(join(profileFolder, file), startUs, endUs);
    if (profile.busyUs > 0) print(file, profile, Number(values.top));
  }
}

function print(file, { busyUs, byFunction, byOrigin }, top) {
  const line = ([name, lastedUs]) => `${((lastedUs / busyUs) * 100).toFixed(1).padStart(6)} %  ${name}`;
  console.log(`\n${file}: busy for ${ms(busyUs)} ms`);
  console.log(byOrigin.slice(0, 16).map(line).join('\n'));
  console.log(`-- functions`);
  console.log(byFunction.slice(0, top).map(line).join('\n'));
}

// The clock of V8's profiles.
function monotonicUs() {
  return Number(process.hrtime.bigint() / 1000n);
}

const ms = (us) => Math.round(us / 1000);

main()
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(stopAll);
