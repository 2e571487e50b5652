import { CASES } from './cases.mjs';
import { spread } from './statistics.mjs';

const caseFigure = (variant, name, key) => (round) => round[variant]?.cases[name]?.[key];
const added = (variant) => (round) =>
  caseFigure(variant, 'c1', 'p50Us')(round) - caseFigure('upstream', 'c1', 'p50Us')(round);
const perCore = (variant) => caseFigure(variant, 'c64', 'requestsPerSecondPerCore');
const eventsPerCore = (variant, name = 'paced') => caseFigure(variant, name, 'eventsPerSecondPerCore');
// Inside a round, where both had the same neighbours; the median comes after. An addition that noise made negative has no
// ratio: NaN. A round in which one side was not measured has none either: undefined.
const ratio = (above, below) => (round) => {
  const [over, under] = [above(round), below(round)];
  if (!Number.isFinite(over) || !Number.isFinite(under)) return undefined;
  return over > 0 && under > 0 ? over / under : NaN;
};

/** What the gateway must reach. `of` gives the figures of a round. */
const GOALS = [
  { what: 'added p50 at c1, gateway / R', atMost: 1.3, digits: 2, of: ratio(added('gateway'), added('R')) },
  {
    what: 'requests/s per core at c64, billed, gateway / R',
    atLeast: 0.6,
    digits: 2,
    of: ratio(perCore('gateway'), perCore('R')),
  },
  {
    what: 'requests/s per core at c64, billed, gateway / P',
    atLeast: 10,
    digits: 1,
    of: ratio(perCore('gateway'), perCore('P')),
  },
  {
    what: 'paced events/s per core, gateway / R',
    atLeast: 0.8,
    digits: 2,
    of: ratio(eventsPerCore('gateway'), eventsPerCore('R')),
  },
  ...Object.entries(CASES)
    .filter(([, { caller }]) => caller !== undefined)
    .map(([name, { caller, upstream }]) => ({
      what: `${name}: events/s per core, gateway / R`,
      atLeast: caller === upstream ? 0.8 : 0.45,
      digits: 2,
      of: ratio(eventsPerCore('gateway', name), eventsPerCore('R', name)),
    })),
  { what: 'idle memory, MB', below: 180, digits: 0, of: (round) => round.gateway?.idleRssMb },
  {
    what: 'start to first billed answer, s',
    below: 2,
    digits: 2,
    of: (round) => round.gateway?.firstAnswerMs.map((ms) => ms / 1000),
  },
];

/** A line per goal that this run measured; one that noise left without figures in half of the rounds is missed. */
export const judge = (rounds) => judgeGoals(GOALS, rounds);

export function judgeGoals(goals, rounds) {
  return goals
    .map((goal) => ({ goal, measured: rounds.flatMap(goal.of).filter((value) => value !== undefined) }))
    .filter(({ measured }) => measured.length > 0)
    .map(({ goal, measured }) => {
      const values = spread(measured);
      const isClear = values !== undefined && values.count * 2 > measured.length;
      return {
        what: goal.what,
        digits: goal.digits,
        must: mustText(goal),
        values,
        isMet: isClear && isMet(goal, values.median),
      };
    });
}

/** What makes the figures worthless, whatever they are. */
export function findFaults(rounds) {
  return rounds.flatMap((round, index) =>
    Object.entries(round).flatMap(([variant, { cases, accounts }]) => [
      ...(accounts?.problems ?? []).map((problem) => `round ${index + 1}, ${variant}: ${problem}`),
      ...Object.entries(cases)
        .filter(([, { errors }]) => errors > 0)
        .map(([name, { errors }]) => `round ${index + 1}, ${variant}, ${name}: ${errors} failed requests`),
      // A call that hangs is no error to the client, it only never comes back.
      ...Object.entries(cases)
        .filter(([, { requests }]) => requests === 0)
        .map(([name]) => `round ${index + 1}, ${variant}, ${name}: nothing was answered`),
    ]),
  );
}

function isMet({ atMost, atLeast, below }, value) {
  if (atMost !== undefined) return value <= atMost;
  return atLeast !== undefined ? value >= atLeast : value < below;
}

function mustText({ atMost, atLeast, below }) {
  if (atMost !== undefined) return `<= ${atMost}`;
  return atLeast !== undefined ? `>= ${atLeast}` : `< ${below}`;
}
