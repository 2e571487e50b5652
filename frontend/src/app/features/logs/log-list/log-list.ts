import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { NzPaginationModule } from 'ng-zorro-antd/pagination';
import { NzSkeletonModule } from 'ng-zorro-antd/skeleton';
import { NzSpinModule } from 'ng-zorro-antd/spin';
import { Viewport } from '../../../core/viewport';
import { formatUsd } from '../../../ui/money/format-usd';
import { formatCount } from '../../../ui/number/format-count';
import { PageFailure } from '../../../ui/page-failure/page-failure';
import { LogCards } from '../log-cards/log-cards';
import { LogFilters } from '../log-filters/log-filters';
import {
  emptyFilter,
  isFiltered,
  type LogFilter,
  type LogQuery,
  pageSizes,
  readLogQuery,
  writeLogQuery,
} from '../log-query';
import { createLogStore } from '../log-store';
import { LogTable } from '../log-table/log-table';

@Component({
  selector: 'app-log-list',
  imports: [
    TranslocoDirective,
    NzButtonModule,
    NzIconModule,
    NzPaginationModule,
    NzSkeletonModule,
    NzSpinModule,
    LogCards,
    LogFilters,
    LogTable,
    PageFailure,
  ],
  templateUrl: './log-list.html',
  styleUrl: './log-list.less',
})
export class LogList {
  private readonly router = inject(Router);

  // From the URL.
  readonly page = input<string>();
  readonly size = input<string>();
  readonly type = input<string>();
  readonly model = input<string>();
  readonly token = input<string>();
  readonly start = input<string>();
  readonly end = input<string>();

  protected readonly query = computed(() =>
    readLogQuery({
      page: this.page(),
      size: this.size(),
      type: this.type(),
      model: this.model(),
      token: this.token(),
      start: this.start(),
      end: this.end(),
    }),
  );
  protected readonly store = createLogStore(this.query);
  protected readonly isFiltered = computed(() => isFiltered(this.query()));
  protected readonly isPhone = inject(Viewport).isPhone;
  protected readonly pageSizes = pageSizes;
  protected readonly formatCount = formatCount;
  protected readonly formatUsd = formatUsd;

  protected async applyFilter(filter: LogFilter): Promise<void> {
    const next = { ...this.query(), ...filter, page: 1 };
    // Search without a change means "look again"; the router would not even notice it.
    if (JSON.stringify(next) === JSON.stringify(this.query())) this.store.reload();
    else await this.show(next);
  }

  protected async clearFilter(): Promise<void> {
    await this.show({ ...this.query(), ...emptyFilter, page: 1 });
  }

  protected async showPage(page: number): Promise<void> {
    await this.show({ ...this.query(), page });
  }

  protected async showSize(size: number): Promise<void> {
    await this.show({ ...this.query(), size, page: 1 });
  }

  private async show(query: LogQuery): Promise<void> {
    await this.router.navigate(['/logs'], { queryParams: writeLogQuery(query), queryParamsHandling: 'merge' });
  }
}
