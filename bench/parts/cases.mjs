import { streamModel } from './stream-requests.mjs';

/** What is measured of every variant. The mock upstream acts by the model's name, see services/nginx.conf. */
export const CASES = {
  c1: { model: 'm-plain', connections: 1, seconds: 3, quickSeconds: 2 },
  c64: { model: 'm-plain', connections: 64, seconds: 3, quickSeconds: 2 },
  /** 500 streams of 200 events with pauses of 20 ms between them, started anew as they end. */
  paced: { model: 'm-p200x20', connections: 500, seconds: 12, quickSeconds: 8, isPaced: true },
  ...streamCases([
    ['anthropic', 'anthropic'],
    ['gemini', 'gemini'],
    ['anthropic', 'chat'],
    ['chat', 'anthropic'],
    ['gemini', 'chat'],
    ['chat', 'gemini'],
  ]),
  big16: { model: 'm-plain', connections: 16, seconds: 3, quickSeconds: 2, bodyKb: 300 },
};

export const DEFAULT_CASES = Object.keys(CASES).filter((name) => name !== 'big16');

/** Charges alone; has no variants, see ledger-bench.mjs. */
export const LEDGER_CASE = 'ledger';

/**
 * The same streams in other dialects. Of two that differ, the caller's comes first: the gateway converts. The peer is left
 * out, and so is the mock alone: what is asked here is how much of R's work a stream of that dialect leaves.
 */
function streamCases(pairs) {
  return Object.fromEntries(
    pairs.map(([caller, upstream]) => [
      caller === upstream ? `paced-${caller}` : `${caller}-to-${upstream}`,
      {
        ...{ caller, upstream, variants: ['R', 'gateway'], isPaced: true },
        ...{ model: streamModel(upstream, 200, 20), connections: 500, seconds: 10, quickSeconds: 8 },
      },
    ]),
  );
}

/** Before a case in another dialect: its code has not run yet. */
export function warmUpOf({ caller, upstream }) {
  if (caller === undefined) return [];
  const model = streamModel(upstream, 50, 2);
  return [{ caller, upstream, model, connections: 64, seconds: 1, enoughAnswers: 1000 }];
}

/**
 * Before anything is measured: streams and whole answers, for the connections and the compiler. Whole answers come last,
 * because they are measured first: code that was compiled for both kinds is compiled again when only one comes.
 */
export const WARM_UPS = [
  { model: 'm-p50x2', connections: 64, seconds: 1, enoughAnswers: 500 },
  { model: 'm-plain', connections: 64, seconds: 2, enoughAnswers: 20_000 },
];

/** Its log rows can be counted exactly, because no request of it is cut off. */
export const EXACT_MODEL = 'm-exact';

/** Streams by which the bytes of one event are counted; the pause lets each event come in a chunk of its own. */
export const EVENT_COUNTS = [10, 40];
export const EVENT_PAUSE_MS = 20;

/** Models of the loads, by what the upstream speaks. */
export const MODELS = {
  chat: modelsOf('chat'),
  anthropic: modelsOf('anthropic'),
  gemini: modelsOf('gemini'),
};

function modelsOf(dialect) {
  const cases = Object.values(CASES);
  const loads = [...cases, ...cases.flatMap(warmUpOf), ...WARM_UPS, { model: EXACT_MODEL }];
  const counted = EVENT_COUNTS.map((events) => streamModel(dialect, events, EVENT_PAUSE_MS));
  const models = loads.filter(({ upstream = 'chat' }) => upstream === dialect).map(({ model }) => model);
  return [...new Set([...models, ...counted])];
}

/** An event of services/nginx.conf in a chunk of its own: 302 bytes and 7 of framing. */
export const EVENT_WIRE_BYTES = 309;
