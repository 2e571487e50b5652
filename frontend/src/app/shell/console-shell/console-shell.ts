import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { Session } from '../../core/session';
import { LanguageSwitch } from '../../ui/language-switch/language-switch';

interface MenuEntry {
  path: string;
  textKey: string;
  icon: string;
}

/** Frame of every page behind the sign-in: menu at the side, at the foot on a phone. */
@Component({
  selector: 'app-console-shell',
  imports: [RouterLink, RouterLinkActive, RouterOutlet, TranslocoDirective, NzIconModule, LanguageSwitch],
  templateUrl: './console-shell.html',
  styleUrl: './console-shell.less',
})
export class ConsoleShell {
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly menu: readonly MenuEntry[] = [
    { path: '/me', textKey: 'shell.me', icon: 'user' },
    { path: '/logs', textKey: 'shell.logs', icon: 'file-text' },
  ];
  protected readonly username = computed(() => this.session.user()?.username ?? '');
  protected readonly initial = computed(() => [...this.username()][0]?.toUpperCase() ?? '');

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } catch {
      // Still signed in on the server: stay, the interceptor has said why.
      return;
    }
    await this.router.navigate(['/sign-in']);
  }
}
