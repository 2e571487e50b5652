import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES, DEFAULT_CASES, LEDGER_CASE } from './cases.mjs';
import { rootFolder } from './places.mjs';

export const VARIANT_NAMES = ['upstream', 'R', 'P', 'gateway'];

/** Command line of bench/run.mjs; throws an Error that says what is wrong. */
export function readOptions(parameters) {
  const { values } = parseArgs({
    args: parameters,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      cases: { type: 'string' },
      cores: { type: 'string', default: '0,1' },
      dist: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
  const all = [...Object.keys(CASES), LEDGER_CASE];
  const cases = chosen('--cases', values.cases, all, [...DEFAULT_CASES, LEDGER_CASE]);
  const [gatewayCore, clientCore] = values.cores.split(',');
  if (!/^\d+,\d+$/.test(values.cores) || gatewayCore === clientCore) throw new Error('--cores takes two cores: 0,1');
  return {
    rounds,
    isQuick: values.quick,
    variants: chosen('--only', values.only, VARIANT_NAMES, VARIANT_NAMES),
    cases: cases.filter((name) => name !== LEDGER_CASE),
    measuresLedger: cases.includes(LEDGER_CASE),
    gatewayCore,
    clientCore,
    dist: builtGateway(values.dist),
    writesDocument: values.write,
  };
}

function chosen(option, text, known, standard) {
  if (text === undefined) return standard;
  const names = text.split(',');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${option}: ${unknown.join(', ')} is not known; known: ${known.join(', ')}`);
  // In their usual order, whatever order they were named in.
  return known.filter((name) => names.includes(name));
}

/** Undefined = the ordinary dist folder, brought up to date first. Another folder is for comparing two builds. */
function builtGateway(folder) {
  if (folder === undefined) return undefined;
  const path = isAbsolute(folder) ? folder : join(rootFolder, folder);
  if (!existsSync(join(path, 'apps/gateway/src/main.js')))
    throw new Error(`--dist: there is no built gateway in ${path}`);
  return path;
}
