import { Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzDatePickerModule } from 'ng-zorro-antd/date-picker';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { NzInputModule } from 'ng-zorro-antd/input';
import { NzSelectModule } from 'ng-zorro-antd/select';
import { Language } from '../../../core/i18n/language';
import type { LogFilter } from '../log-query';
import { logTypes } from '../log-type-tag/log-types';
import { recentDays } from './recent-days';

@Component({
  selector: 'app-log-filters',
  imports: [
    ReactiveFormsModule,
    TranslocoDirective,
    NzButtonModule,
    NzDatePickerModule,
    NzIconModule,
    NzInputModule,
    NzSelectModule,
  ],
  templateUrl: './log-filters.html',
  styleUrl: './log-filters.less',
})
export class LogFilters {
  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);

  readonly filter = input.required<LogFilter>();
  readonly isLoading = input(false);
  readonly apply = output<LogFilter>();
  readonly clear = output();
  readonly refresh = output();

  protected readonly form = inject(NonNullableFormBuilder).group({
    type: 0,
    model: '',
    token: '',
    range: [[] as Date[]],
  });
  protected readonly types = logTypes;

  protected readonly presets = computed((): Record<string, () => Date[]> => {
    const language = this.language.current();
    const name = (key: string): string => this.transloco.translate(`logs.filter.${key}`, {}, language);
    return {
      [name('today')]: () => recentDays(1, new Date()),
      [name('last7Days')]: () => recentDays(7, new Date()),
      [name('last30Days')]: () => recentDays(30, new Date()),
    };
  });

  constructor() {
    // The URL leads: going back in the browser brings the old filters back into the fields.
    effect(() => {
      const { type, model, token, start, end } = this.filter();
      untracked(() => this.form.setValue({ type, model, token, range: toRange(start, end) }));
    });
  }

  protected submit(): void {
    const { type, model, token, range } = this.form.getRawValue();
    const [start, end] = range ?? [];
    this.apply.emit({
      type,
      model: model.trim(),
      token: token.trim(),
      start: toSeconds(start),
      end: toSeconds(end),
    });
  }
}

function toRange(start: number, end: number): Date[] {
  return start > 0 && end > 0 ? [new Date(start * 1000), new Date(end * 1000)] : [];
}

function toSeconds(time: Date | undefined): number {
  return time === undefined ? 0 : Math.floor(time.getTime() / 1000);
}
