// Fails when package-lock.json lacks entries for other platforms: `npm ci` would refuse it there.
// After a dependency change run: node tools/lock-fill.mjs
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chat-api-lock-'));
try {
  // On a copy, because lock-fill.mjs repairs what it finds.
  copyFileSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  const filled = spawnSync(process.execPath, [join(root, 'tools/lock-fill.mjs'), join(folder, 'package-lock.json')], {
    encoding: 'utf8',
  });
  process.stdout.write(filled.stdout + filled.stderr);
  process.exitCode = /^0 platform entries added$/m.test(filled.stdout) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
