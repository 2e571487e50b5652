import { expectedAuthorization } from './__fixtures__/expected-signature';
import { signRequest } from './sign-request';

const KEY = {
  region: 'us-east-1',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const NOW = new Date('2026-02-03T04:05:06.789Z');

describe('a signature', () => {
  it.each([
    ['https://bedrock-runtime.us-east-1.amazonaws.com', '/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke'],
    ['http://127.0.0.1:8123', '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/invoke'],
  ])('at %s%s is the one of the published procedure, over these very bytes', async (origin, path) => {
    const body = Buffer.from('{"a":"ü 晴"}');
    const headers = ['content-type', 'application/json', 'accept', 'application/json', 'user-agent', 'chat-api'];
    const made = pairs(await signRequest({ origin, path, headers, body }, KEY, NOW));
    expect(made['x-amz-date']).toBe('20260203T040506Z');
    const seen = { ...pairs(headers), ...made, host: new URL(origin).host };
    expect(made['authorization']).toBe(expectedAuthorization(path, seen, body, KEY));
    expect(expectedAuthorization(path, seen, Buffer.from('{}'), KEY)).not.toBe(made['authorization']);
    expect(made['authorization']).not.toMatch(/user-agent|accept;/);
    expect(Object.keys(made)).not.toContain('host');
  });
});

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]!]] : [])));
}
