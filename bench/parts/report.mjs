import { CASES } from './cases.mjs';
import { spread } from './statistics.mjs';

/** Columns of the tables: case, figure, heading, digits. */
const TABLES = [
  {
    title: 'One call at a time (c1)',
    case: 'c1',
    columns: [
      ['p50Us', 'p50 us', 0],
      ['addedP50Us', 'added p50 us', 0],
      ['p90Us', 'p90 us', 0],
      ['p99Us', 'p99 us', 0],
      ['cpuUsPerRequest', 'CPU us/request', 0],
    ],
  },
  ...[
    ['64 at a time (c64)', 'c64'],
    ['Prompts of 300 kB, 16 at a time (big16)', 'big16'],
  ].map(([title, name]) => ({
    title,
    case: name,
    columns: [
      ['requestsPerSecond', 'requests/s', 0],
      ['cpuUsPerRequest', 'CPU us/request', 0],
      ['requestsPerSecondPerCore', 'requests/s per core', 0],
      ['p50Us', 'p50 us', 0],
      ['p99Us', 'p99 us', 0],
      ['peakRssMb', 'memory MB', 0],
    ],
  })),
  ...[
    ['500 streams, pauses of 20 ms between events (paced)', 'paced'],
    ...Object.entries(CASES)
      .filter(([, { caller }]) => caller !== undefined)
      .map(([name, { caller, upstream }]) => [streamTitle(name, caller, upstream), name]),
  ].map(([title, name]) => ({
    title,
    case: name,
    columns: [
      ['eventsPerSecond', 'events/s', 0],
      ['cpuUsPerEvent', 'CPU us/event', 1],
      ['eventsPerSecondPerCore', 'events/s per core', 0],
      ['memoryKbPerStream', 'memory kB/stream', 0],
      ['cpuShare', 'cores used', 2],
    ],
  })),
];

function streamTitle(name, caller, upstream) {
  return caller === upstream
    ? `The same streams in ${caller}'s dialect (${name})`
    : `The same streams of ${upstream}, converted for callers of ${caller}; R hands on what it gets (${name})`;
}

/** The tables and the verdicts as Markdown, which reads well on a terminal too. */
export function reportText(rounds, variants, verdicts) {
  const parts = TABLES.filter((table) =>
    rounds.some((round) => variants.some((name) => round[name]?.cases[table.case])),
  );
  return [
    ...parts.map((table) => `${table.title}:\n\n${caseTable(table, rounds, variants)}`),
    `Start:\n\n${startTable(rounds, variants)}`,
    ...(verdicts.length > 0 ? [`What must hold (ratios taken within each round):\n\n${verdictTable(verdicts)}`] : []),
  ].join('\n\n');
}

function caseTable(table, rounds, variants) {
  const measured = variants.filter((variant) => rounds.some((round) => round[variant]?.cases[table.case]));
  const rows = measured.map((variant) => [
    variant,
    ...table.columns.map(([key, , digits]) =>
      shown(spread(rounds.map((round) => figure(round, variant, table.case, key))), digits),
    ),
  ]);
  return grid(['', ...table.columns.map(([, heading]) => heading)], rows);
}

function figure(round, variant, name, key) {
  const figures = round[variant]?.cases[name];
  if (key !== 'addedP50Us') return figures?.[key];
  return variant === 'upstream' ? undefined : figures?.p50Us - round.upstream?.cases[name]?.p50Us;
}

function startTable(rounds, variants) {
  const rows = variants
    .filter((variant) => variant !== 'upstream')
    .map((variant) => [
      variant,
      shown(spread(rounds.flatMap((round) => round[variant]?.firstAnswerMs ?? [])), 0),
      shown(spread(rounds.map((round) => round[variant]?.idleRssMb)), 0),
    ]);
  return grid(['', 'start to first answer ms', 'idle memory MB'], rows);
}

export function verdictTable(verdicts) {
  const rows = verdicts.map((verdict) => [
    verdict.what,
    shown(verdict.values, verdict.digits),
    verdict.must,
    verdict.isMet ? 'PASS' : 'MISS',
  ]);
  return grid(['', 'median (min-max)', 'must', ''], rows);
}

export function shown(values, digits) {
  if (values === undefined) return '-';
  const text = (value) => value.toFixed(digits);
  return `${text(values.median)} (${text(values.min)}-${text(values.max)})`;
}

export function grid(heading, rows) {
  const widths = heading.map((text, column) => Math.max(3, text.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(heading), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
