import { httpResource } from '@angular/common/http';
import { Component, computed } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { NzSkeletonModule } from 'ng-zorro-antd/skeleton';
import { NzTagModule } from 'ng-zorro-antd/tag';
import { apiPaths } from '../../../api/paths';
import type { DecimalText, Envelope, SelfView } from '../../../api/types';
import { errorsHandledBy } from '../../../core/error-handling';
import { formatUsd } from '../../../ui/money/format-usd';
import { formatCount } from '../../../ui/number/format-count';
import { PageFailure } from '../../../ui/page-failure/page-failure';
import { roleKey } from './role-key';

@Component({
  selector: 'app-me',
  imports: [RouterLink, TranslocoDirective, NzButtonModule, NzIconModule, NzSkeletonModule, NzTagModule, PageFailure],
  templateUrl: './me.html',
  styleUrl: './me.less',
})
export class Me {
  // Asked anew at every visit: balance and counters move while the session stands still.
  private readonly self = httpResource<Envelope<SelfView>>(() => ({
    url: apiPaths.self,
    context: errorsHandledBy('page'),
  }));

  protected readonly user = computed(() => (this.self.hasValue() ? this.self.value().data : undefined));
  protected readonly error = this.self.error;
  protected readonly isLoading = this.self.isLoading;
  protected readonly title = computed(() => this.user()?.display_name || this.user()?.username || '');
  protected readonly initial = computed(() => [...this.title()][0]?.toUpperCase() ?? '');

  protected readonly formatCount = formatCount;
  protected readonly roleKey = roleKey;

  protected dollars(amount: DecimalText): string {
    return formatUsd(amount, { mostDigits: 4 });
  }

  protected reload(): void {
    this.self.reload();
  }
}
