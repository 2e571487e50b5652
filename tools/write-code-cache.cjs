// Starts the bundled gateway in the given folder once, on an empty database, and writes what V8 compiled for it until it
// listened. Compiling without running would leave out nearly everything: functions are compiled when they are first called.
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const folder = resolve(process.argv[2]);
const bundle = join(folder, 'gateway.bundle.js');
const { runBundle } = require(join(folder, 'run-bundle.js'));

const said = [];
process.stdout.write = (text) => {
  said.push(text);
  if (String(text).includes('is listening on')) setImmediate(writeCache);
  return true;
};
process.on('exit', (code) => code !== 0 && process.stderr.write(said.join('')));

const script = runBundle(bundle);

function writeCache() {
  writeFileSync(`${bundle}.cache`, script.createCachedData());
  process.exit(0);
}
