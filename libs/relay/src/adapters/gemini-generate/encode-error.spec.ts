import { AppError } from '@app/kernel';
import { encodeError } from './encode-error';
import { createStreamEncoder } from './encode-stream';
import { ANSWER } from './__fixtures__/read-fixture';

describe('encodeError', () => {
  it.each([
    [400, 'INVALID_ARGUMENT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'NOT_FOUND'],
    [413, 'INVALID_ARGUMENT'],
    [429, 'RESOURCE_EXHAUSTED'],
    [500, 'INTERNAL'],
    [502, 'INTERNAL'],
    [503, 'UNAVAILABLE'],
    [504, 'DEADLINE_EXCEEDED'],
  ])('case 67: %i is %s', (code, status) => {
    const body = encodeError(new AppError('a.b', { zh: '坏', en: 'bad' }, { status: code }), 'req-1', 'en');
    expect(body.error).toMatchObject({ code, status, message: 'bad (request id: req-1)' });
  });

  it('case 68, 69, 70: tells the field and the wait, and nothing for staff', () => {
    const options = { status: 429, param: 'contents', retryAfterSeconds: 7, staffDetail: 'secret' };
    const encoder = createStreamEncoder(ANSWER);
    const events = encoder.fail(new AppError('a.b', { zh: '坏', en: 'bad' }, options), 'r', 'zh');
    expect(events).toHaveLength(1);
    expect(encoder.push({ type: 'end' })).toEqual([]);
    const data = events[0]?.data ?? '';
    expect(JSON.parse(data)).toMatchObject({ error: { message: '坏 (request id: r)' } });
    expect(data).toContain('"retryDelay":"7s"');
    expect(data).toContain('"field":"contents"');
    expect(data).not.toContain('secret');
  });
});
