import { HttpErrorResponse, HttpResponse } from '@angular/common/http';
import { type TextLookup, toApiError } from './api-error';

const texts: Record<string, string> = {
  'errors.codes.password_change_required': 'change it',
  'errors.unreachable': 'unreachable',
  'errors.server': 'server failed',
  'errors.status.429': 'slow down',
  'errors.unknown': 'failed',
};
const lookup: TextLookup = (key) => texts[key];
const failure = (status: number, error: unknown) => new HttpErrorResponse({ status, error });

describe('toApiError', () => {
  it('keeps the server message, status and code', () => {
    const error = toApiError(
      failure(422, { success: false, message: 'too short', code: 'user.password_short' }),
      lookup,
    );
    expect(error).toMatchObject({ status: 422, code: 'user.password_short', message: 'too short' });
  });

  it('prefers the text of the console for a code it knows', () => {
    const error = toApiError(failure(403, { message: 'x', code: 'user.password_change_required' }), lookup);
    expect(error.message).toBe('change it');
  });

  it('reads the error body of unknown addresses', () => {
    expect(toApiError(failure(404, { error: { message: 'Invalid URL', code: '' } }), lookup).message).toBe(
      'Invalid URL',
    );
  });

  it.each([
    [0, 'unreachable'],
    [429, 'slow down'],
    [502, 'server failed'],
    [418, 'failed'],
  ])('has a general text for status %p without a body', (status, expected) => {
    expect(toApiError(failure(status, null), lookup).message).toBe(expected);
  });

  it('takes a successful response whose envelope says otherwise', () => {
    const error = toApiError(
      new HttpResponse({ status: 200, body: { success: false, message: '无效的参数' } }),
      lookup,
    );
    expect(error.message).toBe('无效的参数');
  });
});
