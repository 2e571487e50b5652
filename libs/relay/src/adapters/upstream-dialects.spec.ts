import type { Dialect } from '../model/dialect';
import { channel } from './__fixtures__/channel';
import { DIALECT_OF, type Endpoint } from './decode-call';
import { dialectsOf, fitnessOf } from './upstream-dialects';
import type { SpokenDialect } from './upstream-half';

const fitness = (target: Parameters<typeof fitnessOf>[0], endpoint: Endpoint) =>
  fitnessOf(target, DIALECT_OF[endpoint], endpoint, 'm');

describe('what an upstream speaks', () => {
  it.each<[number, SpokenDialect[]]>([
    [1, ['openai-chat', 'openai-responses']],
    [3, ['openai-chat']],
    [33, ['ollama-chat']],
    [35, ['bedrock-converse']],
    [37, ['cohere-chat']],
    [42, ['gemini-generate']],
    [14, ['anthropic-messages']],
    [24, ['gemini-generate']],
    [38, ['openai-chat']],
    [15, []],
    [999, []],
  ])('a channel of type %d speaks %j', (type, dialects) => {
    expect(dialectsOf(channel({ type }), 'm')).toEqual(dialects);
  });

  it.each<[string, Dialect[]]>([
    ['anthropic-messages', ['anthropic-messages']],
    [' gemini-generate , openai-chat', ['gemini-generate', 'openai-chat']],
    ['telepathy,openai-chat', ['openai-chat']],
    ['telepathy', []],
    ['', ['openai-chat', 'openai-responses']],
  ])('the option `protocols` %j goes before the type', (protocols, dialects) => {
    const target = channel({ config: { protocols } });
    expect(dialectsOf(target, 'm')).toEqual(dialects);
    expect(dialectsOf(target, 'm')).toBe(dialectsOf(target, 'm'));
  });

  it('prefers its own words to a conversion, and converts only what can be', () => {
    const kinds: Endpoint[] = ['chat', 'completions', 'embeddings', 'responses', 'messages', 'generate'];
    const all = (changes: Parameters<typeof channel>[0]) => kinds.map((kind) => fitness(channel(changes), kind));
    expect(all({ type: 1 })).toEqual([2, 2, 2, 2, 1, 1]);
    expect(all({ type: 14 })).toEqual([1, 0, 0, 1, 2, 1]);
    expect(all({ type: 24 })).toEqual([1, 0, 0, 1, 1, 2]);
    expect(all({ type: 15 })).toEqual([0, 0, 0, 0, 0, 0]);
    expect(all({ type: 35, modelMapping: new Map([['m', 'claude-x']]) })).toEqual([1, 0, 0, 1, 2, 1]);
    expect(all({ type: 42 })).toEqual([1, 0, 0, 1, 1, 2]);
    expect(all({ config: { protocols: 'telepathy' } })).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
