import { HttpContext, HttpContextToken } from '@angular/common/http';

/**
 * Who tells the user about a failed call.
 * - `message`: the interceptor, with a short message on top of the page.
 * - `page`: the page, in place of its content; the interceptor still reacts to a lost session.
 * - `caller`: the caller alone, a refused session included.
 */
export type ErrorHandling = 'message' | 'page' | 'caller';

export const ERROR_HANDLING = new HttpContextToken<ErrorHandling>(() => 'message');

export const errorsHandledBy = (who: ErrorHandling): HttpContext => new HttpContext().set(ERROR_HANDLING, who);
