// What `npm test` runs, in this order. A step is a command line; a phase passes when all of its steps end with 0.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const artifacts = join(root, 'test/.artifacts');

const typescript = ['-r', join(root, 'tools/register-typescript.cjs')];
const databases = ['mysql', 'postgres', 'redis'];

const jest = (phase, config, ...parameters) => [
  [
    ...typescript,
    'node_modules/jest/bin/jest.js',
    ...['-c', config, '--json', `--outputFile=${join(artifacts, `${phase}.json`)}`],
    ...parameters,
  ],
];

/**
 * counts: 'phase' = the phase is one test; 'jest' = Jest's report counts; 'journeys' = each step counts by itself.
 * engines: what the tests want beside SQLite; requires: the phase cannot run at all without it.
 * builds: halves that have to be built first.
 */
export const phases = {
  lint: { counts: 'phase', steps: [['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']] },
  lock: { counts: 'phase', steps: [['test/lock/complete.mjs']] },
  boundaries: {
    counts: 'phase',
    steps: [
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        ...['apps', 'libs', 'frontend/src', '--config', '.dependency-cruiser.cjs'],
      ],
      ['test/boundaries/planted.mjs'],
    ],
  },
  types: {
    counts: 'phase',
    steps: ['tsconfig.json', 'frontend/tsconfig.app.json'].map((project) => [
      'node_modules/typescript/bin/tsc',
      ...['--noEmit', '-p', project],
    ]),
  },
  unit: {
    counts: 'jest',
    steps: jest('unit', 'jest.server.config.mjs', '--maxWorkers=2', '--testPathPatterns', '\\.spec\\.ts$'),
  },
  database: {
    counts: 'jest',
    engines: databases,
    steps: jest('database', 'jest.server.config.mjs', '--maxWorkers=2', '--testPathPatterns', '\\.medium-spec\\.ts$'),
  },
  document: {
    counts: 'phase',
    builds: ['server'],
    steps: ['openapi', 'api-types', 'config-table'].map((tool) => [`tools/${tool}.mjs`, '--check']),
  },
  e2e: {
    counts: 'jest',
    engines: databases,
    builds: ['server'],
    // One gateway at a time: several on two cores would test the machine's patience, not the gateway.
    steps: jest('e2e', 'jest.server.config.mjs', '--runInBand', '--testPathPatterns', '\\.e2e-spec\\.ts$'),
  },
  console: { counts: 'jest', steps: jest('console', 'jest.console.config.mjs', '--maxWorkers=2') },
  browser: {
    counts: 'journeys',
    engines: ['chromium'],
    requires: 'chromium',
    builds: ['server', 'console'],
    steps: journeys(),
  },
};

/** Files named *.e2e.mjs or *.e2e.ts; what they share lies beside them under other names. */
function journeys() {
  const folder = join(root, 'test/e2e-web');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.e2e\.(mjs|ts)$/.test(name)) : [];
  return files.sort().map((name) => [...typescript, 'tools/run-journey.mjs', join('test/e2e-web', name)]);
}
