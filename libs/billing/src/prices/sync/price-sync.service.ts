import { Injectable } from '@nestjs/common';
import { AppError } from '@app/kernel';
import { PriceSync, type PriceSyncResult } from '../../upkeep.contract';
import type { PriceSourceEntity } from '../../persistence/price-source.entity';
import { PriceOffers, type OfferOutcome } from './price-offers';
import { PriceSources } from './price-sources';
import { SourceDownload } from './source-download';

const SYSTEM = 0;

/** Fetches sources, when somebody asks and when their time has come. */
@Injectable()
export class PriceSyncService extends PriceSync {
  constructor(
    private readonly sources: PriceSources,
    private readonly download: SourceDownload,
    private readonly offers: PriceOffers,
  ) {
    super();
  }

  /** Throws `price.source_not_found` (404), `price.source_unreachable` (502), and what PriceOffers does. */
  async fetch(authorId: number, id: number, signal: AbortSignal): Promise<OfferOutcome> {
    return this.fetchOne(authorId, await this.sources.find(id), '', signal);
  }

  async syncDue(signal: AbortSignal): Promise<PriceSyncResult[]> {
    const results: PriceSyncResult[] = [];
    for (const source of await this.sources.due()) {
      signal.throwIfAborted();
      if (await this.sources.claim(source)) results.push(await this.sync(source, signal));
    }
    return results;
  }

  private async sync(source: PriceSourceEntity, signal: AbortSignal): Promise<PriceSyncResult> {
    const { name } = source;
    try {
      const { draftId, offered } = await this.fetchOne(SYSTEM, source, source.offerHash, signal);
      return { source: name, draftId, offered, error: undefined };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { source: name, draftId: undefined, offered: 0, error: error.code };
    }
  }

  private async fetchOne(
    authorId: number,
    { id, name, url }: PriceSourceEntity,
    knownHash: string,
    signal: AbortSignal,
  ): Promise<OfferOutcome> {
    try {
      const outcome = await this.offers.offer(authorId, name, await this.download.get(url, signal), knownHash);
      await this.sources.note(id, { lastError: '', offerHash: outcome.hash });
      return outcome;
    } catch (error) {
      await this.sources.note(id, { lastError: error instanceof AppError ? error.code : 'internal' });
      throw error;
    }
  }
}
