import { Injectable } from '@nestjs/common';
import { AppError, Clock, LogType } from '@app/kernel';
import { LogDataSource } from '@app/platform';
import { And, Between, LessThan, MoreThanOrEqual } from 'typeorm';
import { PriceBook } from '../application/price-book';
import type { PriceList } from '../domain/price-list';
import { LogEntity } from '../persistence/log.entity';
import { Effect } from './effect';
import { RATED_COLUMNS, ReRater, type RatedRow } from './re-rate';

const DAY_SECONDS = 86_400;
const DAYS = 7;
const PAGE = 1_000;
/** For all of it. What has not been read by then is left out, and the answer says so. */
const LONGEST_MS = 20_000;

/** What a list of prices would have made of the last week's calls. One at a time: each reads many rows. */
@Injectable()
export class EffectEstimate {
  private isRunning = false;

  constructor(
    private readonly logs: LogDataSource,
    private readonly book: PriceBook,
    private readonly clock: Clock,
  ) {}

  /** Throws `price.estimate_running` (429). */
  async estimate(list: PriceList): Promise<Effect> {
    if (this.isRunning) throw estimateRunning();
    this.isRunning = true;
    try {
      return await this.read(new ReRater(list, this.book.rules()));
    } finally {
      this.isRunning = false;
    }
  }

  /** Newest first, so that what is left out is the oldest. */
  private async read(rater: ReRater): Promise<Effect> {
    const to = this.clock.seconds();
    const effect = new Effect(to - DAYS * DAY_SECONDS, to);
    const endsAt = this.clock.now() + LONGEST_MS;
    const first = await this.firstSince(effect.from);
    let before: string | undefined;
    while (first !== undefined) {
      const rows = await this.page(effect.from, to, first, before);
      for (const row of rows) effect.add(row, rater.rate(row));
      before = rows.at(-1)?.id;
      if (rows.length < PAGE) break;
      if (this.clock.now() > endsAt) return effect.endEarly();
    }
    return effect;
  }

  /** Without it the last page would look for more through all older rows. */
  private async firstSince(from: number): Promise<string | undefined> {
    const found = await this.logs.dataSource.manager
      .createQueryBuilder(LogEntity, 'log')
      .select('MIN(log.id)', 'id')
      .where('log.createdAt >= :from', { from })
      .getRawOne<{ id: string | number | null }>();
    return found?.id == null ? undefined : String(found.id);
  }

  private page(from: number, to: number, first: string, before: string | undefined): Promise<RatedRow[]> {
    const since = MoreThanOrEqual(first);
    return this.logs.dataSource.manager.find(LogEntity, {
      select: RATED_COLUMNS,
      where: {
        type: LogType.Consume,
        createdAt: Between(from, to),
        id: before === undefined ? since : And(since, LessThan(before)),
      },
      order: { id: 'DESC' },
      take: PAGE,
    });
  }
}

function estimateRunning(): AppError {
  const text = { zh: '另一个估算正在进行，请稍后再试', en: 'Another estimate is running; try again in a moment' };
  return new AppError('price.estimate_running', text, { status: 429, retryAfterSeconds: 10 });
}
