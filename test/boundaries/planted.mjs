// Proves that the import rules see what they forbid: plants violations of every rule in a tree of its own outside the
// repository, and a set of allowed imports beside them that must stay unreported.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const libraries = ['kernel', 'platform', 'user', 'channel', 'billing', 'notification', 'relay', 'scheduler'];

// [rule, file, source]; the folder of planted files is called "planted" so that nothing else can be meant.
const forbidden = [
  ['kernel-imports', 'libs/kernel/src/planted/relay.ts', "import '@app/relay';"],
  [
    'kernel-imports',
    'libs/kernel/src/planted/platform-type.ts',
    "import type { x } from '@app/platform';\nexport type y = x;",
  ],
  ['kernel-framework', 'libs/kernel/src/planted/nest.ts', "import '@nestjs/common';"],
  ['kernel-framework', 'libs/kernel/src/planted/driver.ts', "import 'pg';"],
  ['kernel-input-output', 'libs/kernel/src/planted/file.ts', "import 'node:fs';"],
  ['kernel-input-output', 'libs/kernel/src/planted/file-promises.ts', "import 'fs/promises';"],
  ['kernel-input-output', 'libs/kernel/src/planted/socket.ts', "import 'node:http';"],
  ['platform-imports', 'libs/platform/src/planted/user.ts', "import '@app/user';"],
  ['user-imports', 'libs/user/src/planted/channel.ts', "import '@app/channel';"],
  ['user-imports', 'libs/user/src/planted/channel-file.ts', "import '../../../channel/src/inside';"],
  ['channel-imports', 'libs/channel/src/planted/billing.ts', "import '@app/billing';"],
  ['billing-imports', 'libs/billing/src/planted/user.ts', "import '@app/user';"],
  ['billing-imports', 'libs/billing/src/planted/relay.ts', "import '@app/relay';"],
  ['notification-imports', 'libs/notification/src/planted/user.ts', "import '@app/user';"],
  ['relay-imports', 'libs/relay/src/planted/scheduler.ts', "import '@app/scheduler';"],
  ['library-to-app', 'libs/scheduler/src/planted/app.ts', "import '../../../../apps/gateway/src/main';"],
  ['app-to-app', 'apps/worker/src/planted/gateway.ts', "import '../../../gateway/src/main';"],
  ['library-internals', 'libs/relay/src/planted/inside.ts', "import '../../../user/src/inside';"],
  ['library-internals-from-app', 'apps/gateway/src/planted/inside.ts', "import '../../../../libs/user/src/inside';"],
  ['frontend-apart', 'frontend/src/planted/library.ts', "import '@app/kernel';"],
  ['frontend-apart', 'frontend/src/planted/app.ts', "import '../../../apps/gateway/src/main';"],
  ['server-to-frontend', 'apps/gateway/src/planted/console.ts', "import '../../../../frontend/src/main';"],
  ['alipay-thread', 'libs/billing/src/planted/alipay.ts', "import 'alipay-sdk';"],
  ['alipay-thread', 'libs/billing/src/planted/thread.ts', "import '../payment/alipay/alipay-thread';"],
  ['build-output', 'apps/gateway/src/planted/built.ts', "import '../../../../dist/libs/kernel/src/index.js';"],
  ['circular', 'libs/user/src/planted/a.ts', "import { b } from './b';\nexport const a = () => b;"],
  ['unresolvable', 'libs/user/src/planted/nowhere.ts', "import '@app/nowhere';"],
];
const allowed = {
  'libs/kernel/src/allowed/hash.ts': "import 'node:crypto';",
  'libs/platform/src/allowed/lower.ts': "import '@app/kernel';\nimport '@nestjs/common';\nimport 'node:fs';",
  'libs/user/src/allowed/lower.ts': "import '@app/kernel';\nimport '@app/platform';\nimport '../inside';",
  'libs/relay/src/allowed/lower.ts': "import '@app/user';\nimport '@app/billing';\nimport '@app/platform';",
  'libs/scheduler/src/allowed/lower.ts': libraries
    .slice(0, -1)
    .map((name) => `import '@app/${name}';`)
    .join('\n'),
  'apps/gateway/src/allowed/all.ts': libraries.map((name) => `import '@app/${name}';`).join('\n'),
  'libs/billing/src/payment/alipay/alipay-thread.ts': "import 'alipay-sdk';",
  'libs/user/src/allowed/a.ts': "import type { B } from './b';\nexport interface A { b: B }",
  'libs/user/src/allowed/b.ts': "import type { A } from './a';\nexport interface B { a: A }",
};
const ground = {
  ...Object.fromEntries(libraries.map((name) => [`libs/${name}/src/index.ts`, 'export type x = 1;'])),
  ...Object.fromEntries(['user', 'channel'].map((name) => [`libs/${name}/src/inside.ts`, 'export {};'])),
  'apps/gateway/src/main.ts': 'export {};',
  'frontend/src/main.ts': 'export {};',
  'dist/libs/kernel/src/index.js': '',
  'libs/user/src/planted/b.ts': "import { a } from './a';\nexport const b = () => a;",
};

const tree = mkdtempSync(join(tmpdir(), 'chat-api-boundaries-'));
// An interrupted run must not leave the tree behind either.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
process.on('exit', () => rmSync(tree, { recursive: true, force: true }));

const plant = (file, source) => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `${source}\n`);
};
for (const [file, source] of Object.entries({ ...ground, ...allowed })) plant(file, source);
for (const [, file, source] of forbidden) plant(file, source);
for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(root, name), join(tree, name));
symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');

const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const run = spawnSync(
  process.execPath,
  [cruiser, 'apps', 'libs', 'frontend/src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 },
);
if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${run.stderr}`);
const { violations } = JSON.parse(run.stdout).summary;

const problems = [];
for (const [rule, file] of forbidden) {
  const seen = violations.some((violation) => violation.rule.name === rule && violation.from === file);
  if (!seen) problems.push(`${rule} does not report ${file}`);
}
for (const { rule, from, to } of violations) {
  if (!from.includes('/planted/')) problems.push(`${rule.name} reports the allowed import ${from} -> ${to}`);
}
const { forbidden: rules } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
for (const { name } of rules) {
  if (!forbidden.some(([rule]) => rule === name)) problems.push(`nothing is planted for the rule ${name}`);
}

for (const problem of problems) console.error(problem);
console.log(`${forbidden.length} planted imports, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
