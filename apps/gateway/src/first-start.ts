import { Injectable } from '@nestjs/common';
import { Ledger } from '@app/billing';
import { quotaToMoney } from '@app/kernel';
import { OperatorNotifier } from '@app/notification';
import { AppConfig, UnitOfWork } from '@app/platform';
import { FirstAccounts, type FirstAccount } from '@app/user';

/** What the root account of this family starts with: 200 dollars. */
const OPENING_QUOTA = 100_000_000;

/** Makes an empty database usable: the root account with its opening balance, in one transaction. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly accounts: FirstAccounts,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly notifier: OperatorNotifier,
    private readonly config: AppConfig,
  ) {}

  /** The account that was made, or undefined when there are accounts already. */
  async prepare(): Promise<FirstAccount | undefined> {
    const first = this.config.nodeType === 'master' ? await this.seed() : undefined;
    if (await this.accounts.hasDefaultPassword()) {
      this.notifier.notify({
        code: 'default_password',
        text: {
          zh: '账户 root 仍在使用默认密码 123456，请立即登录修改',
          en: 'The account root still has the default password 123456: sign in and change it now',
        },
      });
    }
    return first;
  }

  private seed(): Promise<FirstAccount | undefined> {
    return this.unitOfWork.run(async () => {
      const first = await this.accounts.seed();
      if (first === undefined) return undefined;
      await this.ledger.post({
        userId: first.userId,
        operation: 'opening',
        key: `user:${first.userId}`,
        amount: quotaToMoney(OPENING_QUOTA),
      });
      return first;
    });
  }
}
