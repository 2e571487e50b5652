import { readFileSync } from 'node:fs';

/**
 * Self time by function and by origin (package, node module, own library) of one thread between two moments of the
 * monotonic clock, in microseconds.
 */
export function readProfile(file, fromUs, toUs) {
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(file, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFunction = new Map();
  const byOrigin = new Map();
  let busyUs = 0;
  let atUs = startTime;
  samples.forEach((sample, index) => {
    // A sample lasts until the next one.
    atUs += timeDeltas[index];
    const lastedUs = Math.max(0, timeDeltas[index + 1] ?? 0);
    const frame = frames.get(sample);
    if (atUs < fromUs || atUs > toUs || frame.functionName === '(idle)') return;
    busyUs += lastedUs;
    add(byFunction, `${frame.functionName || '(anonymous)'}  ${place(frame)}`, lastedUs);
    add(byOrigin, origin(frame), lastedUs);
  });
  return { busyUs, byFunction: sorted(byFunction), byOrigin: sorted(byOrigin) };
}

function add(map, key, lastedUs) {
  map.set(key, (map.get(key) ?? 0) + lastedUs);
}

function sorted(map) {
  return [...map].sort(([, a], [, b]) => b - a);
}

function place({ url, lineNumber }) {
  if (url === '') return '';
  const path = url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(libs|apps)\//, '$1/');
  return `${path}:${lineNumber + 1}`;
}

function origin({ url, functionName }) {
  if (functionName.startsWith('(')) return functionName;
  const nodePackage = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (nodePackage !== undefined) return nodePackage;
  const own = /\/(?:libs|apps)\/([^/]+)\//.exec(url)?.[1];
  if (own !== undefined) return `@app/${own}`;
  return url.startsWith('node:') ? url.split('/').slice(0, 2).join('/') : '(native)';
}
