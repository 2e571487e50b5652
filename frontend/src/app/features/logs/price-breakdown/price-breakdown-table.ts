import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import type { PriceBreakdown } from '../../../api/types';
import { formatUsd } from '../../../ui/money/format-usd';
import { formatCount } from '../../../ui/number/format-count';
import { priceLineView } from './price-line-view';

/** The sum behind a charge: every line, the group's factor, the total. */
@Component({
  selector: 'app-price-breakdown-table',
  imports: [TranslocoDirective],
  templateUrl: './price-breakdown-table.html',
  styleUrl: './price-breakdown-table.less',
})
export class PriceBreakdownTable {
  private readonly transloco = inject(TranslocoService);

  readonly price = input.required<PriceBreakdown>();

  protected readonly lines = computed(() => this.price().lines.map(priceLineView));
  protected readonly total = computed(() => formatUsd(this.price().total_usd, { mostDigits: 9 }));
  protected readonly formatCount = formatCount;

  /** A class this console does not know yet is shown by its own name. */
  protected className(name: string): string {
    const key = `price.classes.${name}`;
    const language = this.transloco.getActiveLang();
    return key in this.transloco.getTranslation(language) ? this.transloco.translate(key, {}, language) : name;
  }
}
