import { AppError } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { SseDecoder } from '../transport/sse-decoder';
import { errorWriter } from './error-writer';

const error = new AppError(
  'model_not_found',
  { zh: '没有', en: 'There is none' },
  { status: 404, param: 'model', staffDetail: 'supplier.example sk-secret', cause: new Error('sk-secret') },
);
const DIALECTS: Dialect[] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'];

describe('an error in the words of the caller', () => {
  it.each<[Dialect, object]>([
    ['openai-chat', { error: { type: 'invalid_request_error', param: 'model', code: 'model_not_found' } }],
    ['openai-responses', { error: { type: 'invalid_request_error', param: 'model', code: 'model_not_found' } }],
    ['anthropic-messages', { type: 'error', error: { type: 'not_found_error' }, request_id: 'r1' }],
    ['gemini-generate', { error: { code: 404, status: 'NOT_FOUND' } }],
  ])('case 67: has the body of %s, naming the request', (dialect, expected) => {
    const body = JSON.parse(errorWriter(dialect).body(error, 'r1', 'en')) as { error: { message: string } };
    expect(body).toMatchObject(expected);
    expect(body.error.message).toBe('There is none (request id: r1)');
    expect(errorWriter(dialect).body(error, 'r1', 'zh')).toContain('没有');
  });

  it.each<[Dialect, (string | undefined)[]]>([
    ['openai-chat', [undefined]],
    ['openai-responses', ['response.created', 'response.in_progress', 'error', 'response.failed']],
    ['anthropic-messages', ['error']],
    ['gemini-generate', [undefined]],
  ])('case 67: is an event of %s when only heartbeats went before', (dialect, names) => {
    const events = new SseDecoder().feed(Buffer.from(errorWriter(dialect).event(error, 'r1', 'en')));
    expect(events.map(({ event }) => event)).toEqual(names);
    expect(events[names.indexOf('error') < 0 ? 0 : names.indexOf('error')]!.data).toContain('There is none');
  });

  it.each(DIALECTS)('case 69: %s tells nothing that is for staff', (dialect) => {
    const writer = errorWriter(dialect);
    expect(writer.body(error, 'r1', 'en') + writer.event(error, 'r1', 'en').toString()).not.toMatch(/supplier|secret/);
  });

  it('case 67: an upstream that is full is overloaded to clients of Anthropic', () => {
    const full = new AppError('upstream_error', { zh: 'z', en: 'e' }, { status: 503 });
    expect(errorWriter('anthropic-messages').body(full, 'r1', 'en')).toContain('overloaded_error');
  });
});
