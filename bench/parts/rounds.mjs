import { setTimeout as sleep } from 'node:timers/promises';
import { CASES } from './cases.mjs';
import { accountsLine } from './gateway-accounts.mjs';
import { warmUp } from './load.mjs';
import { measureCase } from './measure.mjs';
import { processTree } from './process-figures.mjs';
import { startVariant } from './variants.mjs';

/** At least so many starts to the first billed answer, however few the rounds. */
const FEWEST_STARTS = 3;

/** All rounds; a record per round with the figures of each variant. */
export async function runRounds(options, upstream) {
  const context = { ...options, upstream, starts: Math.ceil(FEWEST_STARTS / options.rounds) };
  const rounds = [];
  for (let round = 0; round < options.rounds; round++) {
    // Each round begins with another variant, so that none always has the quiet or the warm moment.
    const shift = round % options.variants.length;
    const order = [...options.variants.slice(shift), ...options.variants.slice(0, shift)];
    const record = {};
    for (const name of order) {
      record[name] = await runVariant(name, context);
      console.log(`round ${round + 1}/${options.rounds}  ${name.padEnd(8)}  ${shortLine(record[name])}`);
      if (record[name].accounts !== undefined) console.log(`  ${accountsLine(record[name].accounts)}`);
    }
    rounds.push(record);
  }
  return rounds;
}

async function runVariant(name, context) {
  const variant = await startVariant(name, context);
  const cases = {};
  await warmUp(variant.target);
  for (const caseName of context.cases) {
    if (CASES[caseName].variants?.includes(name) === false) continue;
    await sleep(500);
    cases[caseName] = await measureCase(caseName, variant.target, {
      isQuick: context.isQuick,
      upstreamPids: processTree(context.upstream.pid),
    });
  }
  return { ...variant.start, cases, ...(await variant.finish()) };
}

function shortLine({ firstAnswerMs, idleRssMb, cases }) {
  const parts = Object.entries(cases).map(([name, figures]) => {
    const cost =
      figures.cpuUsPerEvent === undefined
        ? `${Math.round(figures.requestsPerSecond)}/s p50 ${figures.p50Us} us, ${figures.cpuUsPerRequest.toFixed(0)} us CPU`
        : `${Math.round(figures.eventsPerSecond)} events/s, ${figures.cpuUsPerEvent.toFixed(1)} us CPU`;
    return `${name}: ${cost}${figures.errors > 0 ? `, ${figures.errors} ERRORS` : ''}`;
  });
  if (firstAnswerMs !== undefined)
    parts.unshift(`start ${Math.round(Math.max(...firstAnswerMs))} ms, ${Math.round(idleRssMb)} MB`);
  return parts.join(' | ');
}
