// Puts the built gateway and its packages into one file with V8's compiled code beside it: finding, reading and compiling
// 1,700 files is most of what a start takes otherwise. Runs after the compiler, on its output, because decorators need the
// type metadata that only the compiler writes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

const [map, program] = (
  await build({
    ...common,
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
writeFileSync(bundle, program.contents);
writeFileSync(`${bundle}.places`, JSON.stringify(placesOf(program.text, JSON.parse(map.text))));

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
 * Where the lines of our own code come from, as [line of the bundle, number of the source, line of the source], for the log
 * (libs/platform/src/logging/source-places.ts). The whole map would take a hundred times the memory when an error is logged.
 */
function placesOf(text, sourceMap) {
  const sources = [];
  const lines = [];
  const entries = new SourceMap(sourceMap);
  for (const [index, line] of text.split('\n').entries()) {
    const entry = entries.findEntry(index, line.search(/\S|$/));
    if (entry.generatedLine !== index || entry.originalSource.includes('node_modules')) continue;
    const source = relative(root, resolve(folder, entry.originalSource));
    if (sources.at(-1) !== source) sources.push(source);
    lines.push([index + 1, sources.length - 1, entry.originalLine + 1]);
  }
  return { sources, lines };
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
