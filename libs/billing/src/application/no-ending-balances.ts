import { EndingBalances, type EndingBalance } from '../billing.contract';

/** As long as credited money has no end, none is about to. */
export class NoEndingBalances extends EndingBalances {
  endingBefore(): Promise<EndingBalance[]> {
    return Promise.resolve([]);
  }

  markNotified(): Promise<void> {
    return Promise.resolve();
  }
}
