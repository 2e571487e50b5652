import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { spread } from './statistics.mjs';

export function describeMachine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() || undefined,
  };
}

export function machineLine({ cpu, cores, memoryGb, kernel, node }) {
  return `Machine: ${cpu}, ${cores} cores, ${memoryGb} GB, ${kernel}, Node ${node}.`;
}

/** How much the figures can be trusted. */
export function noiseLine(rounds) {
  const cases = rounds.flatMap((round) => Object.values(round).flatMap((variant) => Object.values(variant.cases)));
  const load = spread(cases.map(({ loadAverage }) => loadAverage));
  const others = spread(cases.map(({ otherCores }) => otherCores));
  // How far the yardstick itself moved, which no change of ours can have caused.
  const yardstick = spread(rounds.map((round) => round.R?.cases.c64?.cpuUsPerRequest));
  const moved =
    yardstick &&
    ` CPU per request of R at c64 moved by ${((yardstick.max / yardstick.min - 1) * 100).toFixed(0)} % between rounds.`;
  return [
    `Noise: load average ${load.min.toFixed(1)} to ${load.max.toFixed(1)} (the bench itself is about 2);`,
    ` others used ${others.median.toFixed(2)} cores at the median and ${others.max.toFixed(2)} at most.`,
    moved ?? '',
  ].join('');
}
