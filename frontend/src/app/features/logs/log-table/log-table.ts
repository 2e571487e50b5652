import { Component, input, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzTableModule } from 'ng-zorro-antd/table';
import { NzTagModule } from 'ng-zorro-antd/tag';
import type { LogRow } from '../../../api/types';
import { formatUsd } from '../../../ui/money/format-usd';
import { formatCount } from '../../../ui/number/format-count';
import { formatDuration } from '../../../ui/time/format-duration';
import { formatTime } from '../../../ui/time/format-time';
import { isCall } from '../is-call';
import { LogDetails } from '../log-details/log-details';
import { LogTypeTag } from '../log-type-tag/log-type-tag';

/** The log on a wide screen: one line per row, details below it on demand. */
@Component({
  selector: 'app-log-table',
  imports: [TranslocoDirective, NzTableModule, NzTagModule, LogDetails, LogTypeTag],
  templateUrl: './log-table.html',
  styleUrl: './log-table.less',
})
export class LogTable {
  readonly rows = input.required<LogRow[]>();

  /** New rows start closed. */
  protected readonly openIds = linkedSignal<LogRow[], ReadonlySet<LogRow['id']>>({
    source: this.rows,
    computation: () => new Set(),
  });

  protected readonly isCall = isCall;
  protected readonly formatCount = formatCount;
  protected readonly formatDuration = formatDuration;
  protected readonly formatTime = formatTime;
  protected readonly formatUsd = formatUsd;

  protected setOpen(id: LogRow['id'], isOpen: boolean): void {
    this.openIds.update((ids) => new Set(isOpen ? [...ids, id] : [...ids].filter((other) => other !== id)));
  }
}
