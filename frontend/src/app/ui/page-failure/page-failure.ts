import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { ApiError } from '../../core/api-error';

/** What a page shows in place of its content when that could not be had: no access, or a failure to try again. */
@Component({
  selector: 'app-page-failure',
  imports: [TranslocoDirective, NzButtonModule, NzIconModule],
  templateUrl: './page-failure.html',
  styleUrl: './page-failure.less',
})
export class PageFailure {
  readonly error = input.required<Error>();
  /** Title instead of the general one; a dictionary key. */
  readonly titleKey = input<string>();
  readonly retry = output();

  protected readonly isForbidden = computed(() => {
    const error = this.error();
    return error instanceof ApiError && error.status === 403;
  });
  protected readonly shownTitleKey = computed(
    () => this.titleKey() ?? (this.isForbidden() ? 'state.forbiddenTitle' : 'state.errorTitle'),
  );
}
