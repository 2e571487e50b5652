import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

@Component({
  selector: 'app-not-found',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <section class="not-found" *transloco="let t">
      <p class="not-found__number" aria-hidden="true">404</p>
      <h1 class="page-title">{{ t('state.notFoundTitle') }}</h1>
      <p class="not-found__text">{{ t('state.notFoundText') }}</p>
      <a routerLink="/me">{{ t('state.home') }}</a>
    </section>
  `,
  styles: `
    .not-found {
      padding: 72px 24px;
      text-align: center;
    }
    .not-found__number {
      color: #c9d2ea;
      font-size: 64px;
      font-weight: 700;
      line-height: 1.2;
    }
    .not-found__text {
      margin: 6px 0 16px;
      color: var(--ink-soft);
    }
  `,
})
export class NotFound {}
