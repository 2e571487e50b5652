import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Session } from './core/session';
import { PageFailure } from './ui/page-failure/page-failure';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet, PageFailure],
  template: `
    @if (failure(); as error) {
      <app-page-failure [error]="error" titleKey="state.unreachableTitle" (retry)="restart()" />
    } @else {
      <router-outlet />
    }
  `,
})
export class App {
  private readonly session = inject(Session);

  /** Without an answer on who is signed in there is no page to show, not even the sign-in page. */
  protected readonly failure = computed(() => {
    const message = this.session.unreachable();
    return message === undefined ? undefined : new Error(message);
  });

  protected restart(): void {
    location.reload();
  }
}
