import { mapError } from './map-error';

const told = (status: number, message: string) =>
  mapError({ status, mappedStatus: status, body: JSON.stringify({ error: { message } }), retryAfter: undefined });

describe('the error of an upstream', () => {
  it.each([
    'API key not valid. Please pass a valid API key.',
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
    'User location is not supported for the API use.',
    'The provided model identifier is invalid.',
    'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported.',
    'API version not supported',
  ])('is ours, and another channel may do, when a 400 says: %s', (message) => {
    const error = told(400, message);
    expect([error.status, error.retry, error.code]).toEqual([502, 'other-channel', 'upstream_error']);
    expect(error.text.en).not.toContain(message);
    expect(error.staffDetail).toContain(message);
  });

  it('of a model that stumbled behind its host is nobody’s fault here: another channel may do', () => {
    expect(told(424, 'The system encountered an unexpected error during processing')).toMatchObject({
      ...{ status: 502, retry: 'other-channel' },
    });
  });

  it('case 69: shows a fault of the request, without addresses and keys', () => {
    const error = told(400, 'max_tokens: too big, see https://supplier.example/x sk-abcdefgh AIzaSyD-1234_abcd');
    expect([error.status, error.retry, error.text.en]).toEqual([400, 'no', 'max_tokens: too big, see *** ***']);
  });

  it.each([
    ['filtered by Azure OpenAI Service’s policy', 'filtered by upstream’s policy'],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0 on Amazon Bedrock: too long', '*** on upstream: too long'],
    ['arn:aws:bedrock:us-east-1:123456789012:x/y is busy', '*** is busy'],
    ['Vertex AI: projects/mine/locations/eu has no quota', 'upstream: *** has no quota'],
  ])('hides which host it came from: %s', (message, shown) => {
    expect(told(400, message).text.en).toBe(shown);
  });
});
