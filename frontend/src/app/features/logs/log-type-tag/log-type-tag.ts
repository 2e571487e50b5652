import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzTagModule } from 'ng-zorro-antd/tag';
import type { LogType } from '../../../api/types';
import { findLogType } from './log-types';

@Component({
  selector: 'app-log-type-tag',
  imports: [TranslocoDirective, NzTagModule],
  template: `<nz-tag [nzColor]="look().colour" *transloco="let t">{{ t(look().textKey, { type: type() }) }}</nz-tag>`,
})
export class LogTypeTag {
  readonly type = input.required<LogType>();
  protected readonly look = computed(() => findLogType(this.type()));
}
