import { HttpResponse, type HttpEvent, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { NzMessageService } from 'ng-zorro-antd/message';
import { catchError, map, throwError } from 'rxjs';
import { type ApiError, type TextLookup, toApiError } from './api-error';
import { ERROR_HANDLING } from './error-handling';
import { PASSWORD_CHANGE_REQUIRED, Session } from './session';

/** Turns every failure into an `ApiError` and reacts to those that concern the whole console. */
export const errorInterceptor: HttpInterceptorFn = (request, next) => {
  const transloco = inject(TranslocoService);
  const session = inject(Session);
  const router = inject(Router);
  const messages = inject(NzMessageService);
  const handling = request.context.get(ERROR_HANDLING);

  const lookup: TextLookup = (key, parameters) => {
    const code = transloco.getActiveLang();
    return key in transloco.getTranslation(code) ? transloco.translate(key, parameters, code) : undefined;
  };

  const react = (error: ApiError): void => {
    if (handling === 'caller') return;
    if (error.status === 401) {
      // A second refusal must not overwrite the page to come back to with the sign-in page itself.
      const returnUrl = router.url.startsWith('/sign-in') ? undefined : router.url;
      session.forget();
      void router.navigate(['/sign-in'], { queryParams: returnUrl === undefined ? {} : { returnUrl } });
    } else if (error.code !== undefined && PASSWORD_CHANGE_REQUIRED.test(error.code)) {
      session.requirePasswordChange();
      void router.navigate(['/change-password']);
    } else if (handling === 'message') {
      messages.error(error.message);
    }
  };

  return next(request).pipe(
    map(refuseFailedEnvelope),
    catchError((failure: unknown) => {
      const error = toApiError(failure, lookup);
      react(error);
      return throwError(() => error);
    }),
  );
};

function refuseFailedEnvelope(event: HttpEvent<unknown>): HttpEvent<unknown> {
  if (!(event instanceof HttpResponse)) return event;
  const body = event.body as { success?: unknown } | null;
  if (typeof body === 'object' && body?.success === false) throw event;
  return event;
}
