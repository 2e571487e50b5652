// Lets plain Node load this repository's .ts files: `node -r ./tools/register-typescript.cjs`. Jest compiles what a test
// imports, but a worker thread that a test starts is outside Jest; it inherits this hook through execArgv.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, sep } = require('node:path');

const root = join(__dirname, '..');
const options = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'commonjs', importInterop: 'swc' },
  sourceMaps: 'inline',
};

const loadOther = Module._extensions['.ts'] ?? Module._extensions['.js'];
Module._extensions['.ts'] = (module, filename) => {
  if (!filename.startsWith(root + sep) || filename.includes(`${sep}node_modules${sep}`))
    return loadOther(module, filename);
  // Loaded late: most processes that inherit this hook never meet a .ts file.
  const { transformSync } = require('@swc/core');
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const library = /^@app\/([a-z]+)$/.exec(request)?.[1];
  return resolveFilename.call(this, library ? join(root, 'libs', library, 'src/index.ts') : request, ...rest);
};
