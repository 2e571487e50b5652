import { Global, Module } from '@nestjs/common';
import { ServedModels } from '@app/kernel';
import { EgressModule } from '@app/platform';
import { ChannelAddresses } from './application/channel-addresses';
import { ChannelAdminService } from './application/channel-admin.service';
import { ChannelInputReader } from './application/channel-input-reader';
import { ChannelJournal } from './application/channel-journal';
import { ChannelOutcomes } from './application/channel-outcomes';
import { ChannelQueries } from './application/channel-queries.service';
import { ChannelSelectorService } from './application/channel-selector.service';
import { SealStoredChannels } from './application/seal-stored-channels';
import { ChannelRefresh, ChannelSelector } from './channel.contract';
import { ActingAdmin } from './http/acting-admin';
import { AdminChannelController } from './http/admin-channel.controller';
import { ChannelPresenter } from './http/channel-presenter';
import { ChannelRepository } from './persistence/channel.repository';

/**
 * Relies on DatabaseModule and PlatformModule, which the application imports and which are global. Global itself, because
 * whoever shows prices names what channels serve and cannot know them.
 */
@Global()
@Module({
  imports: [EgressModule],
  controllers: [AdminChannelController],
  providers: [
    ActingAdmin,
    ChannelAddresses,
    ChannelAdminService,
    ChannelInputReader,
    ChannelJournal,
    ChannelOutcomes,
    ChannelPresenter,
    ChannelQueries,
    ChannelRepository,
    ChannelSelectorService,
    SealStoredChannels,
    { provide: ChannelSelector, useExisting: ChannelSelectorService },
    { provide: ChannelRefresh, useExisting: ChannelSelectorService },
    { provide: ServedModels, useExisting: ChannelSelectorService },
  ],
  exports: [ChannelSelector, ChannelRefresh, ServedModels],
})
export class ChannelModule {}
