// Who may import whom:
//   kernel <- platform <- { user, channel, billing, notification } <- relay <- scheduler <- apps
// test/boundaries/planted.mjs plants one violation for each rule and fails when a rule does not see it.

/** From `library` to any other library but `allowed`. */
const arrow = (library, allowed, comment) => ({
  name: `${library}-imports`,
  comment,
  severity: 'error',
  from: { path: `^libs/${library}/` },
  to: { path: '^libs/', pathNot: [library, ...allowed].map((name) => `^libs/${name}/`) },
});

const ground = ['kernel', 'platform'];
const domains = ['user', 'channel', 'billing', 'notification'];
const domainComment = 'The four domains know each other by id and by events declared in the kernel.';

const nodeInputOutput =
  '^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster|readline|os|process|inspector|sqlite)(/|$)';

module.exports = {
  forbidden: [
    arrow('kernel', [], 'The kernel stands on nothing.'),
    {
      name: 'kernel-framework',
      comment: 'The kernel is plain TypeScript: no framework, no driver, no package at all. Its tests may use some.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: 'spec\\.ts$' },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/(@types/node|tslib|typescript)/' },
    },
    {
      name: 'kernel-input-output',
      comment: 'The kernel touches no file, socket or process, so that everything in it is tested in memory.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: 'spec\\.ts$' },
      to: { dependencyTypes: ['core'], path: nodeInputOutput },
    },
    arrow('platform', ['kernel'], 'The platform knows nothing of what is sold.'),
    ...domains.map((domain) => arrow(domain, ground, domainComment)),
    arrow('relay', [...ground, ...domains], 'The relay is called by jobs and apps; it calls neither.'),
    // The scheduler may import every library; that nobody below imports it follows from the arrows above.
    {
      name: 'library-to-app',
      comment: 'Apps put libraries together, never the other way round.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'app-to-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'library-internals',
      comment: 'Another library is used through its index.ts only.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'library-internals-from-app',
      comment: 'A library is used through its index.ts only.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'frontend-apart',
      comment: 'The console knows the server through the generated API types only.',
      severity: 'error',
      from: { path: '^frontend/' },
      to: { path: '^(apps|libs)/' },
    },
    {
      name: 'server-to-frontend',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^frontend/' },
    },
    {
      name: 'alipay-thread',
      comment: "Alipay's library changes all sockets of the thread that loads it: only its own thread may (ADR 26).",
      severity: 'error',
      from: { pathNot: '^libs/billing/src/payment/alipay/alipay-thread\\.ts$' },
      to: {
        path: ['(^|/)node_modules/(alipay-sdk|urllib)/', '^libs/billing/src/payment/alipay/alipay-thread\\.ts$'],
      },
    },
    {
      name: 'build-output',
      comment: 'Import the source: build output may be older than it.',
      severity: 'error',
      from: {},
      to: { path: '^dist/' },
    },
    {
      name: 'circular',
      comment: 'Files that load each other crash or see undefined, depending on who comes first.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolvable',
      comment: 'An import that leads nowhere is invisible to every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count: an arrow is about knowing, not only about loading.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
