import { Module } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus, OptionStore } from '@app/platform';
import { openPriceBook } from './application/open-price-book';
import { PriceBook } from './application/price-book';
import { PriceOptionBacking } from './application/price-option-backing';
import { PricePublisher } from './application/price-publisher';
import { PriceVersions } from './application/price-versions';
import { Actors } from './http/actors';
import { PriceDraftController } from './http/price-draft.controller';
import { PriceVersionController } from './http/price-version.controller';
import { DraftStore } from './prices/draft-store';
import { EffectEstimate } from './prices/effect-estimate';
import { PriceAudit } from './prices/price-audit';
import { PriceDrafts } from './prices/price-drafts';
import { PriceHistory } from './prices/price-history';

/** The price book and everything by which people keep it. */
@Module({
  controllers: [PriceDraftController, PriceVersionController],
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
  ],
  exports: [PriceBook, PricePublisher],
})
export class PricesModule {}
