import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { LogRow } from '../../../api/types';
import { PriceBreakdownTable } from '../price-breakdown/price-breakdown-table';

/** What a row holds beyond its line: where the charge comes from, and what support asks for. */
@Component({
  selector: 'app-log-details',
  imports: [TranslocoDirective, PriceBreakdownTable],
  templateUrl: './log-details.html',
  styleUrl: './log-details.less',
})
export class LogDetails {
  readonly row = input.required<LogRow>();
}
