import { billingSchema, Ledger, LedgerModule } from '@app/billing';
import { channelSchema } from '@app/channel';
import { composeSchemas, DatabaseModule, loadConfig, PlatformModule, platformSchema } from '@app/platform';
import { userSchema } from '@app/user';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class BooksModule {}

/** The ledger over the configured database, without anything that relays, runs jobs or migrates. */
export async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const app = await openBooks();
  try {
    return await work(app.get(Ledger));
  } finally {
    await app.close();
  }
}

function openBooks(): Promise<INestApplicationContext> {
  const config = loadConfig({ ...process.env, NODE_TYPE: 'slave' }, process.cwd());
  const schemas = composeSchemas([platformSchema, userSchema, channelSchema, billingSchema]);
  const imports = [PlatformModule.forRoot(config), DatabaseModule.forRoot(config, schemas), LedgerModule];
  return NestFactory.createApplicationContext({ module: BooksModule, imports }, { abortOnError: false, logger: false });
}
