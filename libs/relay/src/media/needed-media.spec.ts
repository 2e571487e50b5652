import type { ChatRequest } from '../model/chat-request';
import type { Part } from '../model/content';
import type { Dialect } from '../model/dialect';
import { findField } from './find-field';
import { findNeeded, keyOf, putInline } from './needed-media';

const request = (parts: Part[]): ChatRequest => ({
  dialect: 'openai-chat',
  model: 'm',
  isStream: false,
  wantsStreamUsage: false,
  messages: [{ role: 'user', parts }],
  tools: [],
  extra: {},
});
const url = (address: string) => ({ kind: 'url', url: address }) as const;
const ADDRESS = 'https://supplier.example/a';

describe('which files have to be fetched', () => {
  it.each<[Dialect, string[]]>([
    ['openai-chat', ['document', 'audio']],
    ['openai-responses', ['audio']],
    ['anthropic-messages', []],
    ['gemini-generate', ['image', 'document', 'audio', 'video']],
  ])('for %s: %j', (dialect, kinds) => {
    const parts = (['image', 'document', 'audio', 'video'] as const).map((type): Part => ({
      type,
      source: url(ADDRESS),
    }));
    expect(findNeeded(request(parts), dialect, 1).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each<[Dialect, 'image' | 'document' | 'video', string, boolean]>([
    ['anthropic-messages', 'image', 'http://supplier.example/a.png', true],
    ['anthropic-messages', 'document', 'https://supplier.example/a.txt?b', true],
    ['anthropic-messages', 'document', 'https://supplier.example/a.pdf', false],
    ['gemini-generate', 'video', 'https://www.youtube.com/watch?v=a', false],
    ['gemini-generate', 'image', 'https://youtube.com.supplier.example/a', true],
    ['gemini-generate', 'image', 'https://generativelanguage.googleapis.com/v1beta/files/a', false],
    ['gemini-generate', 'image', 'gs://bucket/a', false],
    ['gemini-generate', 'image', 'data:image/png,odd', false],
  ])('for %s a %s at %s: %s', (dialect, type, address, isNeeded) => {
    expect(findNeeded(request([{ type, source: url(address) }]), dialect, 1)).toHaveLength(isNeeded ? 1 : 0);
  });

  it.each([35, 42])('for Claude at a host (channel type %d) every picture and document', (type) => {
    const parts = (['image', 'document', 'audio'] as const).map((kind): Part => ({ type: kind, source: url(ADDRESS) }));
    const needed = findNeeded(request(parts), 'anthropic-messages', type);
    expect(needed.map(({ kind }) => kind)).toEqual(['image', 'document']);
  });

  it('looks into the results of tools, and puts bytes there, leaving the request as it was', () => {
    const image: Part = { type: 'image', source: url(ADDRESS), detail: 'low' };
    const before = request([{ type: 'tool-result', callId: 'c', kind: 'function', content: [image] }, image]);
    const needed = findNeeded(before, 'gemini-generate', 24);
    expect(needed).toEqual([{ kind: 'image', url: ADDRESS }]);
    const inline = putInline(before, new Map([[keyOf(needed[0]!), { mediaType: 'image/png', data: 'AA==' }]]));
    const bytes = { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AA==' }, detail: 'low' };
    expect(inline.messages[0]!.parts).toEqual([
      { type: 'tool-result', callId: 'c', kind: 'function', content: [bytes] },
      bytes,
    ]);
    expect(before.messages[0]!.parts[1]).toBe(image);
  });
});

describe('the field of an address', () => {
  it.each<[unknown, string | undefined]>([
    [
      { messages: [{ content: 'x' }, { content: [{ text: ADDRESS }, { image_url: { url: ADDRESS } }] }] },
      'messages[1].content[1].image_url.url',
    ],
    [{ input: [{ content: [{ image_url: ADDRESS }, { image_url: ADDRESS }] }] }, 'input[0].content[0].image_url'],
    [{ messages: [{ content: ADDRESS }] }, undefined],
    [{}, undefined],
  ])('in %j is %s', (body, field) => {
    expect(findField(Buffer.from(JSON.stringify(body)), ADDRESS)).toBe(field);
  });

  it('is not looked for in a nesting without end', () => {
    const body = `{"a":${'['.repeat(100_000)}"${ADDRESS}"${']'.repeat(100_000)}}`;
    expect(findField(Buffer.from(body), ADDRESS)).toBeUndefined();
  });
});
