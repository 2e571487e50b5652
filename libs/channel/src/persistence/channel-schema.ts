import type { LibrarySchema } from '@app/platform';
import { AbilityEntity } from './ability.entity';
import { ChannelEntity } from './channel.entity';
import { Channels1763900000200 } from './migrations/1763900000200-channels';
import { SealedProxy1795478400000 } from './migrations/1795478400000-sealed-proxy';

/** What the applications add to the main database. */
export const channelEntities = [ChannelEntity, AbilityEntity];
export const channelMigrations = [Channels1763900000200, SealedProxy1795478400000];

export const channelSchema: LibrarySchema = { main: { entities: channelEntities, migrations: channelMigrations } };
