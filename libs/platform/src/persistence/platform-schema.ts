import type { LibrarySchema } from '../database/compose-schemas';
import { OptionRow } from '../options/option-row.entity';
import { CreateOptions1795392000000 } from './migrations/1795392000000-create-options';

export const platformSchema: LibrarySchema = {
  main: { entities: [OptionRow], migrations: [CreateOptions1795392000000] },
};
