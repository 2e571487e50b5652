// Says whether sources changed, from names, sizes and times alone: reading a thousand files would cost `npm start` more
// than everything else it does before listening.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ignoredFolders = new Set(['node_modules', 'dist', 'test', 'coverage']);
// Tests and prose are not part of any build: changing them must not cost a rebuild.
const ignoredFiles = /spec\.ts$|\.md$/;

export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isDirectory()) {
      hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
      return;
    }
    for (const entry of readdirSync(join(root, path), { withFileTypes: true }).sort(byName)) {
      const ignored = entry.isDirectory() ? ignoredFolders.has(entry.name) : ignoredFiles.test(entry.name);
      if (!ignored && !entry.name.startsWith('.')) visit(`${path}/${entry.name}`);
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

const byName = (a, b) => (a.name < b.name ? -1 : 1);
