import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { SelfView } from '../api/types';
import { alice, refusal, reply, startConsole } from '../../testing/console-testing';
import { Session } from './session';
import { refuseSignedIn, requireSession, requireSignIn } from './session-guard';

@Component({ template: 'page' })
class Blank {}

const routes = [
  { path: 'sign-in', component: Blank, canActivate: [refuseSignedIn] },
  { path: 'change-password', component: Blank, canActivate: [requireSignIn] },
  { path: 'me', component: Blank, canActivate: [requireSession] },
  { path: 'logs', component: Blank, canActivate: [requireSession] },
];

async function arriveAt(url: string, user: SelfView | undefined): Promise<string> {
  const server = await startConsole(routes);
  const loading = TestBed.inject(Session).load();
  const request = server.expectOne('/api/user/self');
  if (user === undefined) request.flush(refusal('no', 'user.not_signed_in'), { status: 401, statusText: 'x' });
  else request.flush(reply(user));
  await loading;
  await RouterTestingHarness.create(url);
  return TestBed.inject(Router).url;
}

describe('session guards', () => {
  const newcomer = { ...alice, must_change_password: true };

  it.each([
    ['a visitor', '/logs?page=2', undefined, '/sign-in?returnUrl=%2Flogs%3Fpage%3D2'],
    ['a visitor', '/change-password', undefined, '/sign-in'],
    ['a visitor', '/sign-in', undefined, '/sign-in'],
    ['a user', '/logs?page=2', alice, '/logs?page=2'],
    ['a user', '/change-password', alice, '/change-password'],
    ['a user', '/sign-in', alice, '/me'],
    ['a user with the initial password', '/logs', newcomer, '/change-password'],
    ['a user with the initial password', '/sign-in', newcomer, '/change-password'],
  ])('%s who opens %s gets where he belongs', async (_who, url, user, expected) => {
    expect(await arriveAt(url, user)).toBe(expected);
  });
});
