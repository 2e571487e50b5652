import { DOCUMENT, Injectable, inject, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { en_US, NzI18nService, zh_CN } from 'ng-zorro-antd/i18n';
import { firstValueFrom } from 'rxjs';
import { type LanguageCode, pickLanguage } from './pick-language';

const STORAGE_KEY = 'chat-api.language';

/** The language of texts, widgets and server messages; switched at run time and remembered in this browser. */
@Injectable({ providedIn: 'root' })
export class Language {
  private readonly transloco = inject(TranslocoService);
  private readonly widgets = inject(NzI18nService);
  private readonly document = inject(DOCUMENT);
  private readonly code = signal<LanguageCode>('en');

  readonly current = this.code.asReadonly();

  /** Resolves when texts are there, so that no key is ever seen. */
  async start(): Promise<void> {
    await this.apply(pickLanguage(readRemembered(), this.document.defaultView?.navigator.languages ?? []));
  }

  async use(code: LanguageCode): Promise<void> {
    await this.apply(code);
    remember(code);
  }

  private async apply(code: LanguageCode): Promise<void> {
    await firstValueFrom(this.transloco.load(code));
    this.transloco.setActiveLang(code);
    this.widgets.setLocale(code === 'zh-CN' ? zh_CN : en_US);
    this.document.documentElement.lang = code;
    this.code.set(code);
  }
}

// A browser may refuse storage altogether; the choice then lasts until the page is closed.
function readRemembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function remember(code: LanguageCode): void {
  try {
    localStorage.setItem(STORAGE_KEY, code);
  } catch {
    return;
  }
}
