import { AppError } from '@app/kernel';
import { errorWriter } from '../adapters/error-writer';
import type { Dialect } from '../model/dialect';
import { ArrayFraming } from './array-framing';
import type { CallerResponse } from './caller-response';
import { ReplyWriter } from './reply-writer';

const failure = new AppError('broken', { zh: '坏了', en: 'broken' }, { status: 502 });
const source = { pause: () => undefined, resume: () => undefined };

/** Remembers what was written, piece by piece. */
function open(dialect: Dialect): { reply: ReplyWriter; pieces: string[]; headers: () => string[] } {
  const pieces: string[] = [];
  let headers: string[] = [];
  const write = (piece: Buffer | string) => pieces.push(piece.toString()) > 0;
  const begin = (_: number, written: string[]) => void (headers = written);
  const response: CallerResponse = {
    onGone: undefined,
    onDrain: undefined,
    begin,
    whole: (status, written, body) => {
      begin(status, written);
      write(body);
    },
    write,
    end: (piece) => piece !== undefined && write(piece),
    destroy: () => undefined,
  };
  const reply = new ReplyWriter(response, 'id', 'en', errorWriter(dialect), false, () => false);
  return { reply, pieces, headers: () => headers };
}

describe("the caller's side of a call", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("ends a broken stream for Google's client with an event, and bare JSON a little later", () => {
    const { reply, pieces } = open('gemini-generate');
    reply.beginStream();
    reply.sendError(failure);
    expect(pieces).toEqual([expect.stringMatching(/^data: \{"error".*\n\n$/s)]);
    jest.runAllTimers();
    expect(pieces).toHaveLength(2);
    expect(JSON.parse(pieces[1]!)).toMatchObject({ error: { code: 502 } });
    expect(pieces[1]).not.toContain('\n');
  });

  it.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
    'ends one of %s with events alone',
    (dialect) => {
      const { reply, pieces } = open(dialect);
      reply.beginStream();
      reply.sendError(failure);
      jest.runAllTimers();
      expect(pieces).toEqual([expect.stringMatching(/\n\n$/)]);
    },
  );

  it('writes everything into one array where that is the form', () => {
    const { reply, pieces, headers } = open('gemini-generate');
    reply.framing = new ArrayFraming();
    reply.heartbeat();
    reply.write(Buffer.from('data: {"a":1}\n\n'), source);
    reply.heartbeat();
    reply.sendError(failure);
    jest.runAllTimers();
    expect(headers()).toContain('application/json; charset=UTF-8');
    expect(JSON.parse(pieces.join(''))).toEqual([{ a: 1 }, { error: expect.objectContaining({ code: 502 }) }]);
  });

  it("shows the request's id where Anthropic's client looks for it, and what is an estimate", () => {
    const { reply, headers } = open('anthropic-messages');
    reply.isEstimated = true;
    reply.sendWhole(200, 'application/json', 'x'.repeat(20));
    const written = headers();
    expect(written.slice(written.indexOf('request-id'), written.indexOf('request-id') + 2)).toEqual([
      'request-id',
      'id',
    ]);
    expect(written).toContain('x-chat-api-estimated');
    const other = open('openai-chat');
    other.reply.sendWhole(200, 'application/json', 'x');
    expect(other.headers()).not.toContain('request-id');
    expect(other.headers()).not.toContain('x-chat-api-estimated');
  });
});
