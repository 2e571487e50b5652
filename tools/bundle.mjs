// Puts the built gateway and its packages into one file with V8's compiled code beside it: finding, reading and compiling
// 1,700 files is most of what a start takes otherwise. Runs after the compiler, on its output, because decorators need the
// type metadata that only the compiler writes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { placesOf } from './bundle-places.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist/apps/gateway/src');
const bundle = join(folder, 'gateway.bundle.js');

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Nest and TypeORM know classes by their names.
  keepNames: true,
  // A script that is compiled by hand cannot import(); it can require(), ES modules as well.
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
  external: [
    // Compiled packages find their binary beside themselves.
    ...['better-sqlite3', 'bcrypt'],
    // Loaded by the first payment, if there ever is one: whoever starts shall not read them along.
    'stripe',
    // Parts of Nest that are not installed; it asks for them and goes on without.
    ...['@nestjs/microservices', '@nestjs/websockets', '@fastify/static', 'class-transformer/storage'],
  ],
};

/**
 * esbuild copies a package of ES modules for every require() of it, with a getter for each of its names; of the several
 * hundred that our files have of Nest that is most of the functions in memory. One module of the bundle asks for them all.
 */
const requireOnce = {
  name: 'require-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@nestjs\/[^/]+$/ }, ({ path, kind, namespace, resolveDir }) =>
      kind === 'require-call' && namespace === 'file'
        ? { path, namespace: 'require-once', pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /^/, namespace: 'require-once' }, ({ path, pluginData }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
      resolveDir: pluginData,
    }));
  },
};

const [map, program] = (
  await build({
    ...common,
    plugins: [requireOnce],
    // The text stays in memory, since V8 compiles functions from it when they are first called; lines, for stacks.
    minifyWhitespace: true,
    legalComments: 'none',
    lineLimit: 500,
    entryPoints: [join(folder, 'run-gateway.js')],
    outfile: bundle,
    sourcemap: 'external',
    sourcesContent: false,
    write: false,
    define: { 'import.meta.url': 'bundleUrl' },
    // Called by apps/gateway/src/run-bundle.ts.
    banner: {
      js: [
        '(function (exports, require, module, __filename, __dirname) {',
        'const bundleUrl = require("node:url").pathToFileURL(__filename).href;',
      ].join(' '),
    },
    footer: { js: '})' },
  })
).outputFiles;
writeFileSync(bundle, namedOnce(program.text));
writeFileSync(`${bundle}.places`, JSON.stringify(placesOf(JSON.parse(map.text), { folder, root })));

// A thread has a file of its own, looked for beside the code that starts it.
for (const thread of [
  'platform/src/database/sqlite/sqlite-thread',
  'platform/src/tokenizer/token-thread',
  'billing/src/payment/alipay/alipay-thread',
]) {
  await build({
    ...common,
    entryPoints: [join(root, `dist/libs/${thread}.js`)],
    outfile: join(folder, `${basename(thread)}.js`),
  });
}

writeCodeCache();

/**
 * The text with a `keepNames` that names only functions that would have another name otherwise. A function whose name is set
 * takes some 250 bytes more, and nearly all have theirs.
 */
function namedOnce(text) {
  const before = '__name=(target,value)=>__defProp(';
  if (text.split(before).length !== 2) throw new Error('esbuild names functions in another way now');
  return text.replace(before, '__name=(target,value)=>target.name===value?target:__defProp(');
}

function writeCodeCache() {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-bundle-'));
  try {
    const { status } = spawnSync(process.execPath, [join(root, 'tools/write-code-cache.cjs'), folder], {
      cwd: dataDir,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0' },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 60_000,
    });
    if (status !== 0) throw new Error('The bundle does not start');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
