import type { Routes } from '@angular/router';
import { refuseSignedIn, requireSession, requireSignIn } from './core/session-guard';

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'signIn.title',
    canActivate: [refuseSignedIn],
    loadComponent: () => import('./features/account/sign-in/sign-in').then((module) => module.SignIn),
  },
  {
    path: 'change-password',
    title: 'changePassword.title',
    canActivate: [requireSignIn],
    loadComponent: () =>
      import('./features/account/change-password/change-password').then((module) => module.ChangePassword),
  },
  {
    path: '',
    canActivate: [requireSession],
    loadComponent: () => import('./shell/console-shell/console-shell').then((module) => module.ConsoleShell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'me' },
      {
        path: 'me',
        title: 'me.title',
        loadComponent: () => import('./features/account/me/me').then((module) => module.Me),
      },
      {
        path: 'logs',
        title: 'logs.title',
        loadComponent: () => import('./features/logs/log-list/log-list').then((module) => module.LogList),
      },
      {
        path: '**',
        title: 'state.notFoundTitle',
        loadComponent: () => import('./features/not-found/not-found').then((module) => module.NotFound),
      },
    ],
  },
];
