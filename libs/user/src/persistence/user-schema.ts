import type { LibrarySchema } from '@app/platform';
import { userEntities } from './user-entities';
import { userMigrations } from './user-migrations';

export const userSchema: LibrarySchema = { main: { entities: userEntities, migrations: userMigrations } };
