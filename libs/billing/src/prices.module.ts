import { Module } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EgressModule, EventBus, OptionStore } from '@app/platform';
import { openPriceBook } from './application/open-price-book';
import { PriceBook } from './application/price-book';
import { PriceOptionBacking } from './application/price-option-backing';
import { PricePublisher } from './application/price-publisher';
import { PriceVersions } from './application/price-versions';
import { MarginWatch, PriceSync } from './upkeep.contract';
import { Actors } from './http/actors';
import { MarginController } from './http/margin.controller';
import { PriceDraftController } from './http/price-draft.controller';
import { PriceSourceController } from './http/price-source.controller';
import { PriceVersionController } from './http/price-version.controller';
import { DraftStore } from './prices/draft-store';
import { EffectEstimate } from './prices/effect-estimate';
import { MarginReport } from './prices/margin-report';
import { PriceAudit } from './prices/price-audit';
import { PriceDrafts } from './prices/price-drafts';
import { PriceHistory } from './prices/price-history';
import { RouteLosses } from './prices/route-losses';
import { PriceOffers } from './prices/sync/price-offers';
import { PriceSources } from './prices/sync/price-sources';
import { PriceSyncService } from './prices/sync/price-sync.service';
import { SourceDownload } from './prices/sync/source-download';

/** The price book and everything by which people keep it. */
@Module({
  imports: [EgressModule],
  controllers: [PriceDraftController, PriceVersionController, PriceSourceController, MarginController],
  providers: [
    PriceVersions,
    { provide: PriceBook, inject: [PriceVersions, OptionStore, Clock, EventBus], useFactory: openPriceBook },
    PricePublisher,
    PriceOptionBacking,
    Actors,
    PriceAudit,
    DraftStore,
    PriceDrafts,
    PriceHistory,
    EffectEstimate,
    MarginReport,
    { provide: MarginWatch, useClass: RouteLosses },
    PriceSources,
    SourceDownload,
    PriceOffers,
    PriceSyncService,
    { provide: PriceSync, useExisting: PriceSyncService },
  ],
  exports: [PriceBook, PricePublisher, MarginWatch, PriceSync],
})
export class PricesModule {}
