import { HttpClient } from '@angular/common/http';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { NzMessageService } from 'ng-zorro-antd/message';
import { firstValueFrom } from 'rxjs';
import { refusal, settle, visit } from '../../testing/console-testing';
import { ApiError } from './api-error';
import { type ErrorHandling, errorsHandledBy } from './error-handling';

@Component({ template: 'page' })
class Blank {}

const routes = ['start', 'sign-in', 'change-password'].map((path) => ({ path, component: Blank }));

async function fail(status: number, body: object, handling?: ErrorHandling) {
  const page = await visit(routes, '/start?x=1');
  const shown = jest.spyOn(TestBed.inject(NzMessageService), 'error').mockReturnValue({ messageId: '1' } as never);
  const options = handling === undefined ? {} : { context: errorsHandledBy(handling) };
  const call = firstValueFrom(TestBed.inject(HttpClient).get('/api/x', options)).catch((error: unknown) => error);
  const request = page.server.expectOne('/api/x');
  request.flush(body, { status, statusText: 'x' });
  const error = await call;
  await settle(page);
  return { error, shown, url: TestBed.inject(Router).url, language: request.request.headers.get('Accept-Language') };
}

describe('errorInterceptor', () => {
  it('shows the message of a failed call and hands the error on', async () => {
    const { error, shown, url } = await fail(409, refusal('taken', 'user.name_taken'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: 'user.name_taken' });
    expect(shown).toHaveBeenCalledWith('taken');
    expect(url).toBe('/start?x=1');
  });

  it('takes success false for a failure whatever the status', async () => {
    const { error, shown } = await fail(200, { success: false, message: '无效的参数', data: null });
    expect(error).toMatchObject({ message: '无效的参数' });
    expect(shown).toHaveBeenCalledWith('无效的参数');
  });

  it('goes to the sign-in page when the session is gone, and remembers the way back', async () => {
    const { shown, url } = await fail(401, refusal('no', 'user.not_signed_in'), 'page');
    expect(url).toBe('/sign-in?returnUrl=%2Fstart%3Fx%3D1');
    expect(shown).not.toHaveBeenCalled();
  });

  it('goes to the password page when the initial password is in the way', async () => {
    const { url } = await fail(403, refusal('no', 'user.password_change_required'));
    expect(url).toBe('/change-password');
  });

  it('says nothing and goes nowhere when the caller deals with it', async () => {
    const { error, shown, url } = await fail(401, refusal('wrong password', 'user.credentials_wrong'), 'caller');
    expect(error).toMatchObject({ message: 'wrong password' });
    expect(shown).not.toHaveBeenCalled();
    expect(url).toBe('/start?x=1');
  });

  it('asks the server for messages in the language of the console', async () => {
    expect((await fail(409, {})).language).toBe('en');
  });
});
