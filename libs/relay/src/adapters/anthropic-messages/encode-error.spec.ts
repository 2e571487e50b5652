import { AppError } from '@app/kernel';
import { answerTarget } from './__fixtures__/fixtures';
import { encodeError } from './encode-error';
import { AnthropicStreamEncoder } from './encode-stream';
import { decodeErrorType, encodeErrorType } from './map-error-type';

const error = new AppError('relay.busy', { zh: '忙', en: 'Busy' }, { status: 503, staffDetail: 'supplier X said no' });

describe('errors for Anthropic’s clients', () => {
  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [422, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [503, 'overloaded_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('case 67: %s is %s', (status, type) => {
    expect(encodeErrorType(status)).toBe(type);
  });

  it('case 67, 69: the body names the request and no supplier', () => {
    expect(encodeError(error, 'req_1', 'en')).toEqual({
      type: 'error',
      error: { type: 'overloaded_error', message: 'Busy (request id: req_1)' },
      request_id: 'req_1',
    });
    expect(encodeError(error, 'req_1', 'zh').error.message).toBe('忙 (request id: req_1)');
  });

  it('case 27: within a stream it is one event of its name, whatever is open, and the last', () => {
    const encoder = new AnthropicStreamEncoder(answerTarget);
    encoder.push({ type: 'text-start', choice: 0, block: 0 });
    const [written, ...others] = encoder.fail(error, 'req_1', 'en');
    expect(written?.event).toBe('error');
    expect(JSON.parse(written?.data ?? '')).toEqual(encodeError(error, 'req_1', 'en'));
    expect(others).toEqual([]);
    expect(encoder.push({ type: 'text-end', choice: 0, block: 0 })).toEqual([]);
  });

  it.each([
    ['overloaded_error', 529],
    ['rate_limit_error', 429],
    ['next_year', 500],
    [undefined, 500],
  ])('%s within a stream stands for %s', (type, status) => {
    expect(decodeErrorType(type)).toBe(status);
  });
});
