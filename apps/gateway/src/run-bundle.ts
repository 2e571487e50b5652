// The compiled code belongs to these flags: V8 refuses it under others.
import './engine-flags';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

type Wrapper = (exports: object, require: NodeJS.Require, module: object, filename: string, folder: string) => void;

/**
 * Runs a program that tools/bundle.mjs put into one file, with the code that V8 compiled for it at build time. Returns the
 * compiled script. A cache made by another version of Node is refused by V8, which then compiles the file.
 */
export function runBundle(file: string): Script {
  // The bundle is plain ASCII; read as Latin-1 it stays outside the heap and costs one byte a character.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    cachedData: readCache(`${file}.cache`),
  });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module.exports, createRequire(file), module, file, dirname(file));
  return script;
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
