// `npm test`: everything. `npm test -- unit lint` runs the named phases, `--verbose` shows the output of all of them.
// REQUIRE_ENGINES=1 makes a missing engine a failure. The last line is always `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installIfStale } from './install-if-stale.mjs';
import { engines, whyUnusable } from './test-engines.mjs';
import { artifacts, phases, root } from './test-phases.mjs';
import { jestCounts, journeyCounts, one, sum } from './test-report.mjs';

// Longer than any healthy phase: a test that hangs must end as a failure, not as a build nobody hears of again.
const stepTimeoutMs = 20 * 60_000;

const parameters = process.argv.slice(2);
const isVerbose = parameters.includes('--verbose');
const names = parameters.filter((parameter) => parameter !== '--verbose');
const unknown = names.filter((name) => phases[name] === undefined);
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(' ')}. Known: ${Object.keys(phases).join(' ')} --verbose`);
  process.exit(2);
}
const chosen = Object.entries(phases).filter(([name]) => names.length === 0 || names.includes(name));

const results = [];
try {
  installIfStale();
  mkdirSync(artifacts, { recursive: true });
  const environment = await findEngines();
  const broken = await build(environment);
  for (const [name, phase] of chosen) await run(name, phase, environment, broken);
} catch (error) {
  console.error(error.message);
  results.push(one(false));
}
const { passed, failed, skipped } = sum(results);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

/** What the phases get as environment; an engine that is missing here counts as skipped or, when required, failed. */
async function findEngines() {
  const usable = ['sqlite'];
  const addresses = {};
  for (const name of new Set(chosen.flatMap(([, phase]) => phase.engines ?? []))) {
    addresses[engines[name].variable] = engines[name].address;
    const reason = await whyUnusable(name);
    if (reason === undefined) {
      usable.push(name);
    } else if (process.env.REQUIRE_ENGINES === '1') {
      console.log(`FAILED: ${name} is required (${reason})`);
      results.push(one(false));
    } else {
      console.log(`skipped: ${name} (${reason})`);
      results.push({ passed: 0, failed: 0, skipped: 1 });
    }
  }
  // The output is read by this program and shown later: no colours. Node complains when both variables are set.
  const { FORCE_COLOR, ...inherited } = process.env;
  return { ...inherited, ...addresses, CHAT_API_TEST_ENGINES: usable.join(','), NO_COLOR: '1' };
}

/** Builds what the chosen phases need; returns the halves that could not be built. */
async function build(environment) {
  const broken = new Set();
  for (const half of new Set(chosen.flatMap(([, phase]) => phase.builds ?? []))) {
    const steps = [['tools/build.mjs', `--${half}`]];
    if (!(await runSteps(`build-${half}`, steps, environment, allOrNothing))) broken.add(half);
  }
  return broken;
}

async function run(name, phase, environment, broken) {
  if (phase.requires && !environment.CHAT_API_TEST_ENGINES.split(',').includes(phase.requires)) return;
  const unbuilt = (phase.builds ?? []).filter((half) => broken.has(half));
  if (unbuilt.length > 0) {
    report(name, 0, one(false), `not run, there is no ${unbuilt.join(' and no ')} build`);
    return;
  }
  const reportFile = join(artifacts, `${name}.json`);
  rmSync(reportFile, { force: true });
  const counters = {
    phase: allOrNothing,
    jest: ([outcome]) => jestCounts(reportFile, outcome.succeeded),
    journeys: (outcomes) => sum(outcomes.map(({ output, succeeded }) => journeyCounts(output, succeeded))),
  };
  await runSteps(name, phase.steps, environment, counters[phase.counts]);
}

function allOrNothing(outcomes) {
  return one(outcomes.every((outcome) => outcome.succeeded));
}

/** Runs every step, also after a failed one, and reports them as one line; true when nothing failed. */
async function runSteps(name, steps, environment, count) {
  if (steps.length === 0) {
    report(name, 0, one(false), 'no tests found');
    return false;
  }
  const startedMs = Date.now();
  const outcomes = [];
  for (const [index, step] of steps.entries()) {
    const logFile = join(artifacts, steps.length === 1 ? `${name}.log` : `${name}-${index + 1}.log`);
    outcomes.push(await execute(step, logFile, environment));
  }
  const counts = count(outcomes);
  report(name, Date.now() - startedMs, counts);
  for (const { output, succeeded } of outcomes) if (!succeeded || isVerbose) process.stdout.write(output);
  return counts.failed === 0;
}

function execute(step, logFile, environment) {
  // Into a file and not a pipe: a grandchild that outlives its parent would keep a pipe open and this run waiting.
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, step, { cwd: root, stdio: ['ignore', log, log], env: environment });
  closeSync(log);
  const timer = setTimeout(() => child.kill('SIGKILL'), stepTimeoutMs);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      const ending = signal === null ? '' : `${step.join(' ')} was ended by ${signal}\n`;
      resolve({ succeeded: code === 0, output: readFileSync(logFile, 'utf8') + ending });
    });
  });
}

function report(name, durationMs, counts, remark = '') {
  results.push(counts);
  const words = Object.entries(counts).filter(([, number]) => number > 0);
  const detail = remark || words.map(([word, number]) => `${number} ${word}`).join(', ');
  const seconds = (durationMs / 1000).toFixed(1).padStart(6);
  console.log(`${counts.failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(14)} ${seconds} s  ${detail}`);
}
