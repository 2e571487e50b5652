import type { DatabaseSchema } from './create-data-source';
import type { DatabaseSchemas } from './database.module';

/** What one library stores; `logs` only where it keeps rows in the log database. */
export interface LibrarySchema {
  main: DatabaseSchema;
  logs?: DatabaseSchema;
}

/** The schemas of several libraries as one. */
export function composeSchemas(libraries: readonly LibrarySchema[]): DatabaseSchemas {
  const merge = (schemas: (DatabaseSchema | undefined)[]): DatabaseSchema => ({
    entities: schemas.flatMap((schema) => schema?.entities ?? []),
    migrations: schemas.flatMap((schema) => schema?.migrations ?? []),
  });
  return { main: merge(libraries.map(({ main }) => main)), logs: merge(libraries.map(({ logs }) => logs)) };
}
