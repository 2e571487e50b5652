import js from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'performance', 'fetch', 'structuredClone'],
    ...['Request', 'Response', 'Headers', 'FormData', 'Blob', 'AbortController', 'AbortSignal', 'WebSocket'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'],
    ...['TextEncoder', 'TextDecoder', 'ReadableStream', 'TransformStream', 'WritableStream', 'crypto'],
  ].map((name) => [name, 'readonly']),
);
const browserGlobals = { window: 'readonly', document: 'readonly', localStorage: 'readonly', navigator: 'readonly' };
const commonJsGlobals = { require: 'readonly', module: 'writable', __dirname: 'readonly', __filename: 'readonly' };

// A rule is switched off only with its reason on the same line: `eslint-disable-next-line rule -- reason`.
const explainDisable = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/ -- \S/.test(comment.value)) {
          context.report({ loc: comment.loc, message: 'Say why: eslint-disable-next-line some-rule -- reason' });
        }
      }
    },
  }),
};
const house = { rules: { 'explain-disable': explainDisable } };

const shared = {
  'house/explain-disable': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
};

export default defineConfig(
  {
    ignores: [
      ...['**/dist/', '**/node_modules/', '.angular/', '.cache/', 'coverage/', 'data/'],
      ...['test/.artifacts/', 'bench/work/', 'bench/peer/'],
      // Written by openapi-typescript, never by hand.
      'frontend/src/app/api/generated/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'test/**/*.ts'],
    ignores: ['test/e2e-web/**'],
    extends: [js.configs.recommended, typescript.configs.recommendedTypeChecked],
    plugins: { house },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...shared,
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // Leaves files with decorators alone (experimentalDecorators and emitDecoratorMetadata are on): a class injected
      // through a constructor has to stay a value there, or Nest finds nothing to inject.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A method that fulfils a Promise-returning contract may well have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Decorators keep the types of parameters by their local names. Those two are also globals, which Node loads when it is
    // asked for them: its whole fetch, 10 MB that a gateway does not need.
    files: ['**/*.controller.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportSpecifier[local.name=/^(Request|Response)$/]',
          message: 'Give it another name: import type { Request as HttpRequest }',
        },
      ],
    },
  },
  {
    files: ['**/*spec.ts', 'test/**/*.ts', 'libs/*/test/**/*.ts'],
    ignores: ['frontend/**', 'test/e2e-web/**'],
    rules: {
      // supertest and JSON answers are `any`; asserting on them is what a test is for.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Journeys run in plain Node outside tsconfig.json, hence without the rules that need types.
    files: ['test/e2e-web/**/*.ts'],
    extends: [js.configs.recommended, typescript.configs.recommended],
    plugins: { house },
    rules: shared,
  },
  {
    files: ['frontend/**/*.ts'],
    extends: [js.configs.recommended, typescript.configs.recommended, angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    plugins: { house },
    rules: shared,
  },
  {
    files: ['frontend/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [js.configs.recommended],
    plugins: { house },
    languageOptions: { globals: nodeGlobals },
    rules: {
      'house/explain-disable': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  // A journey hands functions over to the page, which has these.
  { files: ['test/e2e-web/**/*.mjs'], languageOptions: { globals: browserGlobals } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: commonJsGlobals } },
);
