import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runBundle } from './run-bundle';

const bundle = join(__dirname, 'gateway.bundle.js');

// Without the bundle (a build by the Nest CLI alone) the same program starts from its modules, only later.
if (existsSync(bundle)) runBundle(bundle);
else void import('./run-gateway.js');
