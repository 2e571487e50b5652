import type { Dialect } from '../model/dialect';
import { Route, SPEECH } from '../__cases__/__fixtures__/route';
import { completionOf } from './completion-of';

const chat = (message: object, finish_reason: string) => ({ id: 'x', choices: [{ index: 0, message, finish_reason }] });
const responses = (output: object[], more: object = {}) => ({
  id: 'x',
  object: 'response',
  status: 'completed',
  output,
  ...more,
});
const claude = (content: object[], stop_reason: string) => ({
  id: 'x',
  type: 'message',
  role: 'assistant',
  content,
  stop_reason,
});
const gemini = (parts: object[], finishReason: string) => ({
  candidates: [{ content: { role: 'model', parts }, finishReason }],
});
const PNG = 'iVBORw0KGgo=';

/** Caller and upstream of one dialect, and a caller of another. */
function completions(to: Dialect, body: object): string[] {
  const others: Dialect[] = [to, to === 'openai-chat' ? 'anthropic-messages' : 'openai-chat'];
  return others.map((from) => {
    const route = new Route(from, to);
    const call = route.callOf(route.bodyOf({}, false), false);
    return completionOf(call, route.plan().readWhole(Buffer.from(JSON.stringify(body))));
  });
}

describe('what a complete answer without figures amounts to', () => {
  it.each<[string, Dialect, object]>([
    ['content null', 'openai-chat', chat({ role: 'assistant', content: null }, 'stop')],
    ['an empty text', 'openai-chat', chat({ role: 'assistant', content: '' }, 'stop')],
    ['no item', 'openai-responses', responses([])],
    ['no block', 'anthropic-messages', claude([], 'end_turn')],
    ['no part', 'gemini-generate', gemini([], 'STOP')],
  ])('is empty: %s (%s)', (_, to, body) => {
    expect(completions(to, body)).toEqual(['empty', 'empty']);
  });

  it.each<[string, Dialect, object]>([
    ['content_filter', 'openai-chat', chat({ role: 'assistant', content: null }, 'content_filter')],
    [
      'incomplete',
      'openai-responses',
      responses([], { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }),
    ],
    ['SAFETY', 'gemini-generate', gemini([], 'SAFETY')],
  ])('is filtered: %s (%s)', (_, to, body) => {
    expect(completions(to, body)).toEqual(['filtered', 'filtered']);
  });

  it('is a refusal', () => {
    expect(completions('anthropic-messages', claude([], 'refusal'))).toEqual(['refusal', 'refusal']);
  });

  it.each<[string, Dialect, object]>([
    [
      'a call without input',
      'openai-chat',
      chat(
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'now', arguments: '' } }],
        },
        'tool_calls',
      ),
    ],
    ['a refusal in words', 'openai-chat', chat({ role: 'assistant', content: null, refusal: 'I cannot' }, 'stop')],
    [
      'a call',
      'openai-responses',
      responses([{ type: 'function_call', id: 'f', call_id: 'c', name: 'now', arguments: '' }]),
    ],
    ['a call', 'anthropic-messages', claude([{ type: 'tool_use', id: 'c', name: 'now', input: {} }], 'tool_use')],
    ['a picture', 'gemini-generate', gemini([{ inlineData: { mimeType: 'image/png', data: PNG } }], 'STOP')],
    ['a call', 'gemini-generate', gemini([{ functionCall: { name: 'now', args: {} } }], 'STOP')],
  ])('is complete: %s (%s)', (_, to, body) => {
    expect(completions(to, body)).toEqual(['completed', 'completed']);
  });

  it.each(Object.keys(SPEECH) as Dialect[])('is complete whenever figures count an answer (%s)', (to) => {
    expect(completions(to, SPEECH[to].say({ text: '', usage: { input: 3, output: 2 } }) as object)).toEqual([
      'completed',
      'completed',
    ]);
  });
});
