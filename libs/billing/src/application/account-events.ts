import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@app/platform';
import { Accounts } from './accounts';

/** Keeps the accounts in memory in step with changes made elsewhere. */
@Injectable()
export class AccountEvents implements OnModuleDestroy {
  private readonly subscriptions: (() => void)[];

  constructor(events: EventBus, accounts: Accounts) {
    this.subscriptions = [
      events.subscribe('wallet.changed', ({ userId }) => accounts.reload('users', userId)),
      events.subscribe('token.changed', ({ tokenId }) => accounts.reload('tokens', tokenId)),
    ];
  }

  onModuleDestroy(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }
}
