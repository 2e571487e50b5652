import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { SystemClock } from '@app/kernel';
import { LineLogger, loadConfig } from '@app/platform';
import { createGateway } from './create-gateway';
import { createOpenApiDocument } from './openapi-document';

/** Entry for tools/openapi.mjs: writes the document to the path given and ends. */
async function main(path: string): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  const app = await createGateway(config, new LineLogger(config, new SystemClock(), process.stderr));
  writeFileSync(path, `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`);
  await app.close();
}

void main(process.argv[2]!).then(() => process.exit(0));
