import { Injectable } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';
import { type Observable, of } from 'rxjs';
import { en } from '../../../locales/en';
import { zhCn } from '../../../locales/zh-cn';

/** Both dictionaries are part of the bundle: switching needs no request and cannot fail. */
@Injectable({ providedIn: 'root' })
export class DictionaryLoader implements TranslocoLoader {
  getTranslation(code: string): Observable<Translation> {
    return of(code === 'zh-CN' ? zhCn : en);
  }
}
