import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Language } from '../../core/i18n/language';
import type { LanguageCode } from '../../core/i18n/pick-language';

@Component({
  selector: 'app-language-switch',
  imports: [TranslocoDirective],
  templateUrl: './language-switch.html',
  styleUrl: './language-switch.less',
})
export class LanguageSwitch {
  private readonly language = inject(Language);

  protected readonly current = this.language.current;
  // Each language is named in itself, so that one who landed in the wrong one finds the way out.
  protected readonly choices: readonly { code: LanguageCode; name: string }[] = [
    { code: 'zh-CN', name: '中文' },
    { code: 'en', name: 'English' },
  ];

  protected use(code: LanguageCode): void {
    void this.language.use(code);
  }
}
