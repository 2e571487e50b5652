// Console tests: Angular components in jsdom, zoneless like the console itself (frontend/setup-jest.ts).
export default {
  displayName: 'console',
  preset: 'jest-preset-angular',
  rootDir: '.',
  roots: ['<rootDir>/frontend'],
  setupFilesAfterEnv: ['<rootDir>/frontend/setup-jest.ts'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    '^.+\\.(ts|js|mjs|html|svg)$': [
      'jest-preset-angular',
      { tsconfig: '<rootDir>/frontend/tsconfig.jest.json', stringifyContentPathRegex: '\\.(html|svg)$' },
    ],
  },
  // Angular and its companions come as ES modules, which Jest has to turn into CommonJS.
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$|@angular/common/locales/.*\\.js$|@jsverse|lodash-es|date-fns)'],
};
