import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type EnvironmentProviders, type Provider, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Routes, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { provideTransloco } from '@jsverse/transloco';
import { en_US, provideNzI18n } from 'ng-zorro-antd/i18n';
import type { SelfView } from '../app/api/types';
import { errorInterceptor } from '../app/core/error-interceptor';
import { DictionaryLoader } from '../app/core/i18n/dictionary-loader';
import { Language } from '../app/core/i18n/language';
import { languageCodes } from '../app/core/i18n/pick-language';
import { languageInterceptor } from '../app/core/language-interceptor';
import { provideConsoleIcons } from '../app/ui/console-icons';

/** The console as it runs, with its real dictionaries and interceptors; only the server is played by the test. */
function consoleProviders(routes: Routes): (Provider | EnvironmentProviders)[] {
  return [
    provideZonelessChangeDetection(),
    provideHttpClient(withInterceptors([languageInterceptor, errorInterceptor])),
    provideHttpClientTesting(),
    provideRouter(routes, withComponentInputBinding()),
    provideNzI18n(en_US),
    provideConsoleIcons(),
    provideTransloco({
      config: { availableLangs: [...languageCodes], defaultLang: 'en', reRenderOnLangChange: true, prodMode: true },
      loader: DictionaryLoader,
    }),
  ];
}

export interface Visit {
  server: HttpTestingController;
  harness: RouterTestingHarness;
  /** What the user reads. */
  text: () => string;
  element: HTMLElement;
}

/** Sets the console up with these routes, without opening a page. */
export async function startConsole(routes: Routes): Promise<HttpTestingController> {
  localStorage.clear();
  TestBed.configureTestingModule({ providers: consoleProviders(routes) });
  await TestBed.inject(Language).use('en');
  return TestBed.inject(HttpTestingController);
}

export async function visit(routes: Routes, url: string): Promise<Visit> {
  const server = await startConsole(routes);
  const harness = await RouterTestingHarness.create(url);
  const element = harness.fixture.nativeElement as HTMLElement;
  return { server, harness, element, text: () => (element.textContent ?? '').replace(/\s+/g, ' ') };
}

/** Lets answers, effects and navigations have their way. */
export async function settle({ harness }: Pick<Visit, 'harness'>): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    harness.detectChanges();
  }
}

export function type(element: HTMLElement, selector: string, text: string): void {
  const field = find<HTMLInputElement>(element, selector);
  field.value = text;
  field.dispatchEvent(new Event('input'));
}

export function find<Kind extends Element = HTMLElement>(element: HTMLElement, selector: string): Kind {
  const found = element.querySelector<Kind>(selector);
  if (found === null) throw new Error(`nothing matches ${selector}`);
  return found;
}

export function button(element: HTMLElement, name: string): HTMLButtonElement {
  const found = [...element.querySelectorAll('button')].find((candidate) => candidate.textContent?.trim() === name);
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

export const reply = <Data>(data: Data) => ({ success: true, message: '', data });

export const refusal = (message: string, code: string) => ({ success: false, message, data: null, code });

export const alice: SelfView = {
  id: 7,
  username: 'alice',
  display_name: 'Alice',
  role: 10,
  status: 1,
  email: '',
  group: 'vip',
  quota: 1_250_000,
  used_quota: 42_000,
  request_count: 1234,
  balance_usd: '2.5',
  used_usd: '0.084',
  must_change_password: false,
  github_id: '',
  wechat_id: '',
  aff_code: '',
  aff_count: 0,
  aff_quota: 0,
  aff_history_quota: 0,
  inviter_id: 0,
  created_at: 0,
  last_login_at: 0,
  has_access_token: false,
};
