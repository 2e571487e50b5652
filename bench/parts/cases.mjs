/** What is measured of every variant. The mock upstream acts by the model's name, see services/nginx.conf. */
export const CASES = {
  c1: { model: 'm-plain', connections: 1, seconds: 3, quickSeconds: 2 },
  c64: { model: 'm-plain', connections: 64, seconds: 3, quickSeconds: 2 },
  /** 500 streams of 200 events with pauses of 20 ms between them, started anew as they end. */
  paced: { model: 'm-p200x20', connections: 500, seconds: 12, quickSeconds: 8, isPaced: true },
  big16: { model: 'm-plain', connections: 16, seconds: 3, quickSeconds: 2, bodyKb: 300 },
};

export const DEFAULT_CASES = ['c1', 'c64', 'paced'];

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

export const MODELS = [...new Set([...Object.values(CASES), ...WARM_UPS].map(({ model }) => model)), EXACT_MODEL];

/** An event of services/nginx.conf in a chunk of its own: 302 bytes and 7 of framing. */
export const EVENT_WIRE_BYTES = 309;
