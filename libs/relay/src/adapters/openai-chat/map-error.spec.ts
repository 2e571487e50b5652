import { mapError } from './map-error';

const told = (status: number, message: string) =>
  mapError({ status, mappedStatus: status, body: JSON.stringify({ error: { message } }), retryAfter: undefined });

describe('the error of an upstream', () => {
  it.each([
    'API key not valid. Please pass a valid API key.',
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
    'User location is not supported for the API use.',
  ])('is ours, and another channel may do, when a 400 says: %s', (message) => {
    const error = told(400, message);
    expect([error.status, error.retry, error.code]).toEqual([502, 'other-channel', 'upstream_error']);
    expect(error.text.en).not.toContain(message);
    expect(error.staffDetail).toContain(message);
  });

  it('case 69: shows a fault of the request, without addresses and keys', () => {
    const error = told(400, 'max_tokens: too big, see https://supplier.example/x sk-abcdefgh AIzaSyD-1234_abcd');
    expect([error.status, error.retry, error.text.en]).toEqual([400, 'no', 'max_tokens: too big, see *** ***']);
  });
});
