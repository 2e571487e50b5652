import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { NzTagModule } from 'ng-zorro-antd/tag';
import type { LogRow } from '../../../api/types';
import { formatUsd } from '../../../ui/money/format-usd';
import { formatCount } from '../../../ui/number/format-count';
import { formatDuration } from '../../../ui/time/format-duration';
import { formatTime } from '../../../ui/time/format-time';
import { isCall } from '../is-call';
import { LogDetails } from '../log-details/log-details';
import { LogTypeTag } from '../log-type-tag/log-type-tag';

/** The log on a phone: a table of eleven columns is of no use there. */
@Component({
  selector: 'app-log-cards',
  imports: [TranslocoDirective, NzIconModule, NzTagModule, LogDetails, LogTypeTag],
  templateUrl: './log-cards.html',
  styleUrl: './log-cards.less',
})
export class LogCards {
  readonly rows = input.required<LogRow[]>();

  protected readonly isCall = isCall;
  protected readonly formatCount = formatCount;
  protected readonly formatDuration = formatDuration;
  protected readonly formatTime = formatTime;
  protected readonly formatUsd = formatUsd;
}
