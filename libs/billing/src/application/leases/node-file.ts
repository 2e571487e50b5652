import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const nodeFile = (folder: string): string => join(folder, 'node');

/** Says beside the journals which node writes them, for whoever replays them. */
export function writeNode(folder: string, id: string): void {
  writeFileSync(nodeFile(folder), id, { mode: 0o600 });
}

export function readNode(folder: string): string | undefined {
  try {
    return readFileSync(nodeFile(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

export function forgetNode(folder: string): void {
  rmSync(nodeFile(folder), { force: true });
}
