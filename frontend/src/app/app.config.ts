import { registerLocaleData } from '@angular/common';
import zh from '@angular/common/locales/zh';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  isDevMode,
  provideAppInitializer,
  provideZonelessChangeDetection,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { en_US, provideNzI18n } from 'ng-zorro-antd/i18n';
import { routes } from './app.routes';
import { errorInterceptor } from './core/error-interceptor';
import { DictionaryLoader } from './core/i18n/dictionary-loader';
import { Language } from './core/i18n/language';
import { PageTitle } from './core/i18n/page-title';
import { languageCodes } from './core/i18n/pick-language';
import { languageInterceptor } from './core/language-interceptor';
import { Session } from './core/session';
import { provideConsoleIcons } from './ui/console-icons';

registerLocaleData(zh);

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideHttpClient(withInterceptors([languageInterceptor, errorInterceptor])),
    provideRouter(routes, withComponentInputBinding(), withInMemoryScrolling({ scrollPositionRestoration: 'enabled' })),
    provideNzI18n(en_US),
    provideConsoleIcons(),
    provideTransloco({
      config: {
        availableLangs: [...languageCodes],
        defaultLang: 'en',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: DictionaryLoader,
    }),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideAppInitializer(async () => {
      const language = inject(Language);
      const session = inject(Session);
      // The language first: the message of a failed session call is shown.
      await language.start();
      await session.load();
    }),
  ],
};
