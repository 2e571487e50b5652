import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { alice, button, refusal, reply, settle, type, visit, type Visit } from '../../../../testing/console-testing';
import { ChangePassword } from './change-password';

@Component({ template: 'page' })
class Blank {}

const routes = [
  { path: 'change-password', component: ChangePassword },
  { path: 'me', component: Blank },
];

async function submit(original: string, fresh: string, repeat: string): Promise<Visit> {
  const page = await visit(routes, '/change-password');
  type(page.element, '#original', original);
  type(page.element, '#fresh', fresh);
  type(page.element, '#repeat', repeat);
  button(page.element, 'Save new password').click();
  await settle(page);
  return page;
}

describe('ChangePassword', () => {
  it('sends both passwords, asks who is signed in and goes to the account', async () => {
    const page = await submit('123456', 'correct-horse', 'correct-horse');
    const request = page.server.expectOne({ method: 'PUT', url: '/api/user/self' });
    expect(request.request.body).toEqual({ original_password: '123456', password: 'correct-horse' });
    request.flush(reply(null));
    await settle(page);
    page.server.expectOne({ method: 'GET', url: '/api/user/self' }).flush(reply(alice));
    await settle(page);
    expect(TestBed.inject(Router).url).toBe('/me');
  });

  it('shows why the server refused and stays', async () => {
    const page = await submit('123457', 'correct-horse', 'correct-horse');
    page.server
      .expectOne('/api/user/self')
      .flush(refusal('The current password is wrong', 'user.password_wrong'), { status: 422, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('The current password is wrong');
    expect(TestBed.inject(Router).url).toBe('/change-password');
  });

  it.each([
    ['123456', 'correct-horse', 'correct-house', 'The two passwords differ'],
    ['correct-horse', 'correct-horse', 'correct-horse', 'must differ from the current one'],
    ['123456', 'short', 'short', 'A password has 8 to 72 bytes'],
    ['123456', '密'.repeat(25), '密'.repeat(25), 'A password has 8 to 72 bytes'],
    ['', 'correct-horse', 'correct-horse', 'Please fill in this field'],
  ])('does not send %p, %p, %p', async (original, fresh, repeat, reason) => {
    const page = await submit(original, fresh, repeat);
    page.server.expectNone('/api/user/self');
    expect(page.text()).toContain(reason);
  });
});
