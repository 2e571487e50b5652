import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const OWNER_FILE = 'owner';
/** An owner in another container that showed no sign of life for so long is dead. */
const FOREIGN_SILENCE_MS = 60_000;

/** Which set of process numbers this process lives in. */
const PID_NAMESPACE = readNamespace();

/** A folder that belongs to one live process; its journals are nobody else's business. */
export interface JournalSlot {
  folder: string;
  /** A sign of life, due every few seconds: process numbers mean nothing in other containers. */
  touch(): void;
  release(): void;
}

/**
 * Claims the first slot below `root` that no live process owns. Processes that share a data folder get a slot each; a slot
 * left behind by a dead process is taken over with the journals in it.
 */
export function claimJournalSlot(root: string): JournalSlot {
  mkdirSync(root, { recursive: true });
  for (let number = 0; ; number++) {
    const folder = join(root, String(number));
    mkdirSync(folder, { recursive: true });
    if (claimFolder(folder)) return slotOf(folder);
  }
}

/** Folders below `root` whose owner is dead but which still hold journals, claimed for the caller to replay. */
export function claimAbandonedSlots(root: string, own: JournalSlot): JournalSlot[] {
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((folder) => folder !== own.folder && claimFolder(folder))
    .map(slotOf);
}

function slotOf(folder: string): JournalSlot {
  const owner = join(folder, OWNER_FILE);
  return {
    folder,
    touch: () => utimesSync(owner, new Date(), new Date()),
    release: () => unlinkSync(owner),
  };
}

function claimFolder(folder: string): boolean {
  const owner = join(folder, OWNER_FILE);
  for (let tries = 0; tries < 3; tries++) {
    try {
      const file = openSync(owner, 'wx', 0o600);
      writeSync(file, identity(process.pid));
      closeSync(file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isAlive(owner)) return false;
    try {
      unlinkSync(owner);
    } catch {
      // Another starting process was quicker; look again.
    }
  }
  return false;
}

function isAlive(path: string): boolean {
  const owner = readText(path);
  const [number, , namespace] = owner.split(' ');
  if (namespace !== PID_NAMESPACE) return Date.now() - modifiedAtMs(path) < FOREIGN_SILENCE_MS;
  const pid = Number(number);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // In containers a restarted process often gets its predecessor's number, hence the start time.
  return identity(pid) === owner;
}

/** `pid starttime namespace`; the last two come from /proc and are empty where there is none. */
function identity(pid: number): string {
  const stat = readText(`/proc/${pid}/stat`);
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${startTime} ${PID_NAMESPACE}`;
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function modifiedAtMs(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
