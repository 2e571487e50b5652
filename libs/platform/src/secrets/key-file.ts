import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const KEY_LENGTH = 32;
const WAIT_MS = 50;
const ATTEMPTS = 40;

/** `secret.key` in the data folder, made with random content when absent. Processes that start together agree on one. */
export function readOrCreateKeyFile(dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'secret.key');
  return create(path) ?? read(path);
}

function create(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  try {
    const key = randomBytes(KEY_LENGTH);
    writeSync(file, key);
    fsyncSync(file);
    return key;
  } finally {
    closeSync(file);
  }
}

function read(path: string): Buffer {
  // Another process may have created the file and not yet written it.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const key = readFileSync(path);
    if (key.length === KEY_LENGTH) return key;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  }
  throw new Error(`${path} is damaged: it must hold ${KEY_LENGTH} bytes. Restore it, or stored keys stay unreadable.`);
}
