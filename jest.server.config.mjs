// Server tests that run in this process: unit (*.spec.ts) and database (*.medium-spec.ts).
// Everything, ESM packages included, is turned into CommonJS so that tests and production share one module system.
const swc = (typescript) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: typescript ? { syntax: 'typescript', decorators: true } : { syntax: 'ecmascript', dynamicImport: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs', importInterop: 'swc' },
    sourceMaps: 'inline',
  },
];

export default {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  displayName: 'server',
  testRegex: ['\\.spec\\.ts$', '\\.medium-spec\\.ts$', '\\.e2e-spec\\.ts$'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/test/e2e-web/'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testEnvironment: 'node',
  testTimeout: 30_000,
  moduleNameMapper: { '^@app/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '^.+\\.ts$': swc(true), '^.+\\.m?js$': swc(false) },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|load-esm|uid)/)',
  ],
};
