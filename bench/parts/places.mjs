import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootFolder = fileURLToPath(new URL('../..', import.meta.url));
export const benchFolder = join(rootFolder, 'bench');
/** Databases, logs and results; not in the repository. */
export const workFolder = join(benchFolder, 'work');
export const servicesFolder = join(benchFolder, 'services');

/** BENCH_PORTS is for machines on which another program has these. */
export const [UPSTREAM_PORT, GATEWAY_PORT] = (process.env.BENCH_PORTS ?? '18080,18100').split(',').map(Number);
export const UPSTREAM_URL = `http://127.0.0.1:${UPSTREAM_PORT}`;
/** The key that every variant is called with; only the gateway looks at it. */
export const API_KEY = 'sk-0123456789abcdef0123456789abcdef0123456789abcdef';
