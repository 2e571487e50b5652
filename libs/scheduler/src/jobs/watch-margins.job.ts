import { Injectable } from '@nestjs/common';
import { MarginWatch, type RouteLoss } from '@app/billing';
import { moneyToUsd } from '@app/kernel';
import { OperatorNotifier, type OperatorNotice } from '@app/notification';
import type { ScheduledJob } from '../scheduled-job';

/** Tells the operator of routes that sold below their cost within the last hour, each once a day. */
@Injectable()
export class WatchMarginsJob implements ScheduledJob {
  readonly id = 'watch-margins';
  readonly scope = 'cluster';
  readonly everySeconds = 1_800;
  readonly timeoutMs = 2 * 60_000;

  constructor(
    private readonly margins: MarginWatch,
    private readonly notifier: OperatorNotifier,
  ) {}

  async run(): Promise<void> {
    const losses = await this.margins.untold();
    for (const loss of losses) this.notifier.notify(noticeOf(loss));
    await this.margins.markTold(losses);
  }
}

function noticeOf({ channelId, model, group, calls, amount, cost }: RouteLoss): OperatorNotice {
  const sums = `$${moneyToUsd(amount)} < $${moneyToUsd(cost)}`;
  return {
    code: `route_below_cost:${channelId}:${group}:${model}`,
    text: {
      zh: `渠道 #${channelId} 的模型 ${model}（分组 ${group}）近一小时 ${calls} 次调用售价低于成本：${sums}`,
      en: `Channel #${channelId} sells ${model} to group ${group} below its cost: ${calls} calls of the last hour, ${sums}`,
    },
  };
}
