import { MarginWatch, PriceSync, type PriceSyncResult, type RouteLoss } from '@app/billing';
import { OperatorNotifier, type OperatorNotice } from '@app/notification';
import { SyncPricesJob } from './sync-prices.job';
import { WatchMarginsJob } from './watch-margins.job';

class Notices extends OperatorNotifier {
  readonly told: OperatorNotice[] = [];
  notify(notice: OperatorNotice): void {
    this.told.push(notice);
  }
}

class FakeWatch extends MarginWatch {
  readonly marked: RouteLoss[] = [];
  constructor(private readonly losses: RouteLoss[]) {
    super();
  }
  untold(): Promise<RouteLoss[]> {
    return Promise.resolve(this.losses.filter((loss) => !this.marked.includes(loss)));
  }
  markTold(losses: readonly RouteLoss[]): Promise<void> {
    this.marked.push(...losses);
    return Promise.resolve();
  }
}

class FakeSync extends PriceSync {
  constructor(private readonly results: PriceSyncResult[]) {
    super();
  }
  syncDue(): Promise<PriceSyncResult[]> {
    return Promise.resolve(this.results);
  }
}

// Fake: everything but the jobs.
describe('what the operator is told of prices', () => {
  it('is each route that sells below its cost, once', async () => {
    const notices = new Notices();
    const loss = { model: 'm', group: 'vip', calls: 2, amount: 1_000_000n, cost: 2_500_000_000n };
    const job = new WatchMarginsJob(new FakeWatch([7, 8].map((channelId) => ({ ...loss, channelId }))), notices);
    await job.run();
    await job.run();
    expect(notices.told.map(({ code }) => code)).toEqual(['route_below_cost:7:vip:m', 'route_below_cost:8:vip:m']);
    expect(notices.told[0]!.text.en).toContain('2 calls of the last hour, $0.001 < $2.5');
    expect(notices.told[0]!.text.zh).toContain('$0.001 < $2.5');
  });

  it('is a draft to review and a source that failed, and nothing where there is nothing new', async () => {
    const notices = new Notices();
    const job = new SyncPricesJob(
      new FakeSync([
        { source: 'a', draftId: 5, offered: 3, error: undefined },
        { source: 'b', draftId: undefined, offered: 0, error: 'price.source_unreachable' },
        { source: 'c', draftId: undefined, offered: 0, error: undefined },
      ]),
      notices,
    );
    await job.run(new AbortController().signal);
    expect(notices.told.map(({ code }) => code)).toEqual(['price_sync_draft:a:5', 'price_sync_failed:b']);
  });
});
