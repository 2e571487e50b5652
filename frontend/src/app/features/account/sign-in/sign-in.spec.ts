import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { alice, button, refusal, reply, settle, type, visit, type Visit } from '../../../../testing/console-testing';
import type { SelfView } from '../../../api/types';
import { SignIn } from './sign-in';

@Component({ template: 'page' })
class Blank {}

const routes = [
  { path: 'sign-in', component: SignIn },
  ...['me', 'logs', 'change-password'].map((path) => ({ path, component: Blank })),
];

async function submit(url = '/sign-in'): Promise<Visit> {
  const page = await visit(routes, url);
  type(page.element, '#username', 'alice');
  type(page.element, '#password', 'secret-1');
  button(page.element, 'Sign in').click();
  await settle(page);
  return page;
}

async function succeed(page: Visit, user: SelfView): Promise<string> {
  page.server.expectOne('/api/user/login').flush(reply({}));
  await settle(page);
  page.server.expectOne('/api/user/self').flush(reply(user));
  await settle(page);
  return TestBed.inject(Router).url;
}

describe('SignIn', () => {
  it('sends name and password and goes to the account', async () => {
    const page = await submit();
    const request = page.server.match('/api/user/login')[0];
    expect(request?.request.body).toEqual({ username: 'alice', password: 'secret-1' });
    request?.flush(reply({}));
    await settle(page);
    page.server.expectOne('/api/user/self').flush(reply(alice));
    await settle(page);
    expect(TestBed.inject(Router).url).toBe('/me');
  });

  it('goes on to where one wanted to go', async () => {
    expect(await succeed(await submit('/sign-in?returnUrl=%2Flogs%3Fpage%3D2'), alice)).toBe('/logs?page=2');
  });

  it('goes to the password page when the password is the initial one', async () => {
    expect(await succeed(await submit(), { ...alice, must_change_password: true })).toBe('/change-password');
  });

  it('shows why the server refused and stays', async () => {
    const page = await submit();
    page.server
      .expectOne('/api/user/login')
      .flush(refusal('Wrong username or password', 'user.credentials_wrong'), { status: 401, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('Wrong username or password');
    expect(TestBed.inject(Router).url).toBe('/sign-in');
    expect(button(page.element, 'Sign in').disabled).toBe(false);
  });

  it('says so when the browser keeps no session', async () => {
    const page = await submit();
    page.server.expectOne('/api/user/login').flush(reply({}));
    await settle(page);
    page.server
      .expectOne('/api/user/self')
      .flush(refusal('no', 'user.not_signed_in'), { status: 401, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('Please sign in first');
  });

  it('sends nothing while a field is empty', async () => {
    const page = await visit(routes, '/sign-in');
    button(page.element, 'Sign in').click();
    await settle(page);
    page.server.expectNone('/api/user/login');
    expect(page.text()).toContain('Please fill in this field');
  });
});
