import { Injectable } from '@nestjs/common';
import { PriceSync, type PriceSyncResult } from '@app/billing';
import { OperatorNotifier, type OperatorNotice } from '@app/notification';
import type { ScheduledJob } from '../scheduled-job';

/** Fetches price lists whose time has come and tells the operator of drafts to review. It never publishes anything. */
@Injectable()
export class SyncPricesJob implements ScheduledJob {
  readonly id = 'sync-prices';
  readonly scope = 'cluster';
  readonly everySeconds = 900;
  readonly timeoutMs = 10 * 60_000;

  constructor(
    private readonly sync: PriceSync,
    private readonly notifier: OperatorNotifier,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const result of await this.sync.syncDue(signal)) {
      const notice = noticeOf(result);
      if (notice !== undefined) this.notifier.notify(notice);
    }
  }
}

function noticeOf({ source, draftId, offered, error }: PriceSyncResult): OperatorNotice | undefined {
  if (error !== undefined) {
    return {
      code: `price_sync_failed:${source}`,
      text: { zh: `价格来源 ${source} 同步失败：${error}`, en: `The prices of ${source} could not be read: ${error}` },
    };
  }
  if (draftId === undefined) return undefined;
  return {
    code: `price_sync_draft:${source}:${draftId}`,
    text: {
      zh: `价格来源 ${source} 有 ${offered} 处不同，请审核草稿 #${draftId}`,
      en: `${source} has ${offered} prices otherwise: review draft #${draftId}`,
    },
  };
}
