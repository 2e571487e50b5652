import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

/** Pages of the console: signed in, and with a password of one's own. */
export const requireSession: CanActivateFn = (_route, target) => {
  const session = inject(Session);
  const router = inject(Router);
  if (!session.isSignedIn()) return router.createUrlTree(['/sign-in'], { queryParams: { returnUrl: target.url } });
  return session.mustChangePassword() ? router.createUrlTree(['/change-password']) : true;
};

/** The password page: open to everybody signed in. */
export const requireSignIn: CanActivateFn = () =>
  inject(Session).isSignedIn() || inject(Router).createUrlTree(['/sign-in']);

/** The sign-in page: of no use to somebody signed in. */
export const refuseSignedIn: CanActivateFn = () =>
  !inject(Session).isSignedIn() || inject(Router).createUrlTree(['/me']);
