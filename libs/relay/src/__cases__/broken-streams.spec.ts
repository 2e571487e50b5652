import { writeEvents } from '../adapters/write-events';
import type { Dialect } from '../model/dialect';
import { shouldRetry } from '../pipeline/should-retry';
import { SseDecoder } from '../transport/sse-decoder';
import { ALL_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import type { Spoken } from './__fixtures__/speech';
import { tryUpstream } from './__fixtures__/try-upstream';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const ANSWER: Spoken = { text: 'Hallo 世界! '.repeat(3), usage: { input: 3, output: 2 } };
/** What an orderly stream of the dialect ends with, and a broken one must not. */
const LAST_WORD: Readonly<Record<Dialect, RegExp>> = {
  [OC]: /\[DONE\]|"finish_reason":"/,
  [OR]: /response\.completed|response\.incomplete/,
  [AM]: /message_stop|"stop_reason":"/,
  [GG]: /"finishReason":"(STOP|MAX_TOKENS)"/,
};
/** An error within a stream, as each vendor documents it. */
const STREAM_ERROR: Readonly<Record<Dialect, { event?: string; data: string }>> = {
  [OC]: { data: '{"error":{"message":"Overloaded","type":"server_error","code":null}}' },
  [OR]: {
    event: 'response.failed',
    data: '{"type":"response.failed","sequence_number":9,"response":{"id":"resp_01","object":"response","status":"failed","error":{"code":"server_error","message":"Overloaded"},"output":[]}}',
  },
  [AM]: { event: 'error', data: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}' },
  [GG]: { data: '{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}' },
};
const mayRetry = (error: Parameters<typeof shouldRetry>[0], hasAnswered: boolean) =>
  shouldRetry(error, { attemptsMade: 1, retryTimes: 1, isChannelForced: false, hasAnswered, isCallerGone: false });
const heardOf = (from: Dialect, text: string) => SPEECH[from].hearPieces(new SseDecoder().feed(Buffer.from(text)));

describe('streams that do not end well', () => {
  it.each(ALL_PAIRS)(
    'case 26: a stream that ends too soon is told as an error, wherever it breaks (%s to %s)',
    (from, to) => {
      const events = SPEECH[to].sayInPieces(ANSWER);
      const ending = events.findIndex(({ data }) => LAST_WORD[to].test(data));
      for (let length = 1; length < ending; length++) {
        const tried = tryUpstream(new Route(from, to), true, { body: [writeEvents(events.slice(0, length))] });
        expect([length, tried.end, tried.error?.code]).toEqual([length, 'failed', 'upstream_stream_broken']);
        expect(tried.written).not.toMatch(LAST_WORD[from]);
        expect(tried.lastWords).toMatch(/"error"|response\.failed/);
        expect(tried.lastWords).not.toMatch(LAST_WORD[from]);
      }
    },
  );

  it.each(ALL_PAIRS)('case 26: a piece of an event is not handed on as one (%s to %s)', (from, to) => {
    const bytes = writeEvents(SPEECH[to].sayInPieces(ANSWER));
    const tried = tryUpstream(new Route(from, to), true, { body: [bytes.subarray(0, Math.floor(bytes.length / 2))] });
    expect(tried.end).toBe('failed');
    for (const { data } of new SseDecoder().feed(Buffer.from(tried.written)))
      expect(() => JSON.parse(data)).not.toThrow();
  });

  it.each(ALL_PAIRS)(
    'case 27: an error in a stream of status 200 is one; another channel may answer (%s to %s)',
    (from, to) => {
      const error = writeEvents([STREAM_ERROR[to]]);
      const first = tryUpstream(new Route(from, to), true, { body: [error] });
      expect([first.end, first.written]).toEqual(['failed', '']);
      expect(mayRetry(first.error!, false)).toBe(true);
      expect(first.lastWords).not.toContain('Overloaded');

      const events = SPEECH[to].sayInPieces(ANSWER).slice(0, 5);
      const late = tryUpstream(new Route(from, to), true, { body: [writeEvents(events), error] });
      expect(late.end).toBe('failed');
      expect(late.written).not.toMatch(LAST_WORD[from]);
      expect(late.written).not.toContain('Overloaded');
      expect(mayRetry(late.error!, true)).toBe(false);
    },
  );

  it.each(ALL_PAIRS)('case 27: an error in a body of status 200 is one (%s to %s)', (from, to) => {
    const tried = tryUpstream(new Route(from, to), false, { body: ['{"error":{"message":"quota","type":"x"}}'] });
    expect([tried.end, tried.written]).toEqual(['failed', '']);
    expect(mayRetry(tried.error!, false)).toBe(true);
  });

  it.each(ALL_PAIRS)('case 28: other successes than 200 are answers (%s to %s)', (from, to) => {
    const body = [JSON.stringify(SPEECH[to].say(ANSWER))];
    expect(tryUpstream(new Route(from, to), false, { status: 201, body }).end).toBe('answered');
    const stream = [writeEvents(SPEECH[to].sayInPieces(ANSWER))];
    expect(tryUpstream(new Route(from, to), true, { status: 201, body: stream }).end).toBe('streamed');
  });

  it.each(ALL_PAIRS)(
    'case 28: an answer of the wrong kind is a failure that another channel may mend (%s to %s)',
    (from, to) => {
      const whole = { contentType: 'application/json', body: [JSON.stringify(SPEECH[to].say(ANSWER))] };
      const stream = { contentType: 'text/event-stream', body: [writeEvents(SPEECH[to].sayInPieces(ANSWER))] };
      const html = { contentType: 'text/html', body: ['<html>'] };
      for (const tried of [
        tryUpstream(new Route(from, to), true, whole),
        tryUpstream(new Route(from, to), false, stream),
        tryUpstream(new Route(from, to), true, html),
        tryUpstream(new Route(from, to), false, html),
      ]) {
        expect([tried.end, tried.written, tried.error!.code]).toEqual(['failed', '', 'upstream_bad_response']);
        expect(mayRetry(tried.error!, false)).toBe(true);
      }
    },
  );

  it.each(ALL_PAIRS)('case 29: line ends, comments, marks and long lines change nothing (%s to %s)', (from, to) => {
    const answer = { ...ANSWER, text: '世界'.repeat(40_000) };
    const plain = writeEvents(SPEECH[to].sayInPieces(ANSWER)).toString();
    const route = new Route(from, to);
    const wish = from === OC ? { stream_options: { include_usage: true } } : {};
    const usual = SPEECH[from].hearPieces(route.stream(Buffer.from(plain), wish));
    for (const form of [
      plain.replaceAll('\n', '\r\n'),
      `\uFEFF${plain}`,
      `: hello\n\n${plain.replaceAll('\n\n', '\n\n: keep-alive\n\n')}`,
      plain.replaceAll('data: ', 'data:'),
      plain.replaceAll('data: ', 'id: 7\nretry: 10\ndata: '),
    ]) {
      expect(SPEECH[from].hearPieces(route.stream(Buffer.from(form), wish))).toEqual(usual);
    }
    if (from !== to) {
      const lines = plain.replaceAll(/^data: \{/gm, 'data: {\ndata: ');
      expect(SPEECH[from].hearPieces(route.stream(Buffer.from(lines), wish))).toEqual(usual);
    }
    const long = tryUpstream(route, true, { body: [writeEvents(SPEECH[to].sayInPieces(answer))] }, wish);
    expect(heardOf(from, long.written).text).toBe(answer.text);
  });

  it.each(ALL_PAIRS)('case 30: an empty reply is retried, as nothing was sent (%s to %s)', (from, to) => {
    for (const [isStream, body] of [
      [false, []],
      [false, ['']],
      [true, []],
      [true, ['\n\n']],
      [true, [': keep-alive\n\n']],
    ] as [boolean, string[]][]) {
      const { end, written, error } = tryUpstream(new Route(from, to), isStream, { body });
      expect([end, written, mayRetry(error!, false), mayRetry(error!, true)]).toEqual(['failed', '', true, false]);
    }
  });

  it.each(DIALECTS)('case 26: an orderly end that lacks only its last word gets it (%s)', (dialect) => {
    const events = SPEECH[dialect].sayInPieces(ANSWER);
    // Responses and Google's have no last word of their own behind the answer's end.
    if (dialect === OR || dialect === GG) return expect(events.at(-1)!.data).toMatch(LAST_WORD[dialect]);
    const tried = tryUpstream(new Route(dialect, dialect), true, { body: [writeEvents(events.slice(0, -1))] });
    expect(tried.end).toBe('streamed');
    expect(heardOf(dialect, tried.written).text).toBe(ANSWER.text);
  });
});
