import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version of the product, from the package it was started from; sources and the built output lie at different depths. */
export function readProductVersion(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
      if (manifest.name === 'chat-api') return manifest.version ?? 'unknown';
    }
    if (dirname(folder) === folder) return 'unknown';
  }
}
