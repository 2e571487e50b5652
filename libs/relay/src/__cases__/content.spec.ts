import type { Dialect } from '../model/dialect';
import { HISTORY, type Entry } from './__fixtures__/history';
import { asking, MEDIA, TRACES, type Media } from './__fixtures__/media';
import { CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import type { Wire } from './__fixtures__/speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const ask = (from: Dialect, to: Dialect, kind: Media) => {
  const part = MEDIA[from][kind];
  return part && new Route(from, to).ask(asking(from, part));
};
const count = (wire: unknown, trace: string) => JSON.stringify(wire).split(trace).length - 1;
const said = (from: Dialect, to: Dialect, entries: readonly Entry[]) =>
  HISTORY[to].read(new Route(from, to).ask(HISTORY[from].write(entries)).sent);

describe('files', () => {
  it.each(CONVERTED_PAIRS)('case 56: a picture’s bytes go once, with their kind (%s to %s)', (from, to) => {
    const { sent, losses } = ask(from, to, 'image')!;
    expect([count(sent, TRACES.image), count(sent, 'image/png'), losses]).toEqual([1, 1, []]);
  });

  it.each(CONVERTED_PAIRS.filter(([from]) => from !== GG))(
    'case 56: a picture’s address stays one (%s to %s)',
    (from, to) => {
      const { sent, losses } = ask(from, to, 'imageUrl')!;
      expect([count(sent, TRACES.imageUrl), count(sent, 'base64'), losses]).toEqual([1, 0, []]);
    },
  );

  it.each(CONVERTED_PAIRS.filter(([from]) => from === OR || from === AM))(
    'case 56: a file of another vendor’s store is told (%s to %s)',
    (from, to) => {
      const { sent, losses } = ask(from, to, 'imageFile')!;
      // OpenAI's two protocols share their files.
      expect(count(sent, TRACES.imageFile)).toBe(losses.length === 0 ? 1 : 0);
      if (from === AM || to === AM || to === GG) expect(losses).toHaveLength(1);
    },
  );

  it.each([OC, OR, GG] as const)('case 56: the kind of a picture is seen in its bytes (%s to Anthropic)', (from) => {
    const part = JSON.parse(JSON.stringify(MEDIA[from].image).replace('image/png', 'image/jpeg')) as Wire;
    expect(count(new Route(from, AM).ask(asking(from, part)).sent, 'image/png')).toBe(1);
  });

  it.each(CONVERTED_PAIRS)(
    'case 57: documents, sound and films go, or are told with their place (%s to %s)',
    (from, to) => {
      for (const kind of ['document', 'documentUrl', 'audio', 'video'] as const) {
        const asked = ask(from, to, kind);
        if (asked === undefined) continue;
        const { sent, losses } = asked;
        // A file's name is no part of it: Google has no place for one.
        const lost = losses.filter((field) => !/(filename|title)$/.test(field));
        expect([kind, count(sent, TRACES[kind])]).toEqual([kind, lost.length === 0 ? 1 : 0]);
        for (const field of losses) expect(field).toMatch(/^(messages|input|contents)\[0\]\.(content|parts)\[1\]/);
        if (kind === 'document') expect(lost).toEqual([]);
      }
    },
  );

  it.each([OC, AM, GG] as const)('case 58: a picture in a tool’s result goes (Responses to %s)', (to) => {
    const input = [
      { role: 'user', content: 'hi' },
      { type: 'function_call', call_id: 'call_a', name: 'shot', arguments: '{}' },
      {
        type: 'function_call_output',
        call_id: 'call_a',
        output: [{ type: 'input_text', text: 'here' }, MEDIA[OR].image],
      },
    ];
    const { sent } = new Route(OR, to).ask({ input });
    expect([count(sent, TRACES.image), count(sent, 'here')]).toEqual([1, 1]);
  });
});

describe('instructions and turns', () => {
  const HI: Entry = { by: 'user', text: 'hi' };

  it.each(CONVERTED_PAIRS)('case 59: one, several and no instructions (%s to %s)', (from, to) => {
    expect(said(from, to, [HI])).toEqual([HI]);
    expect(said(from, to, [{ by: 'system', text: 'one' }, HI])).toEqual([{ by: 'system', text: 'one' }, HI]);
    const two = said(from, to, [{ by: 'system', text: 'one' }, { by: 'system', text: 'two' }, HI]);
    const texts = two
      .filter((entry) => 'by' in entry && entry.by === 'system')
      .map((entry) => (entry as { text: string }).text);
    expect(texts.join('').replace(/\s/g, '')).toBe('onetwo');
    expect(two.at(-1)).toEqual(HI);
  });

  it.each([
    [OC, OR],
    [OC, AM],
    [OC, GG],
    [OR, OC],
    [OR, AM],
    [OR, GG],
  ] as const)(
    'case 59: instructions within a conversation stay in place, so that what was cached before them still is (%s to %s)',
    (from, to) => {
      const entries: Entry[] = [
        { by: 'system', text: 'one' },
        HI,
        { by: 'assistant', text: 'yes' },
        { by: 'user', text: 'on' },
        { by: 'system', text: 'late' },
      ];
      const read = said(from, to, entries) as { by: string; text: string }[];
      expect(read.map(({ text }) => text)).toEqual(['one', 'hi', 'yes', 'on', 'late']);
      expect(read[0]!.by).toBe('system');
      // Older models of Anthropic's and Google's know none within: there the user says it.
      expect(read.at(-1)!.by).toBe(to === OC || to === OR ? 'system' : 'user');
    },
  );

  it('case 59: a model of Anthropic’s that knows instructions within a conversation gets them as such', () => {
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'system', content: 'late' },
    ];
    const { sent, losses } = new Route(OC, AM, { upstreamModel: 'claude-opus-4-8' }).ask({ messages });
    expect((sent['messages'] as { role: string }[]).map(({ role }) => role)).toEqual(['user', 'system']);
    expect(losses).toEqual([]);
  });

  it.each([
    [
      OC,
      {
        messages: [
          { role: 'developer', content: 'rules' },
          { role: 'user', content: 'hi' },
        ],
      },
    ],
    [OR, { instructions: 'rules', input: 'hi' }],
    [AM, { system: 'rules', messages: [{ role: 'user', content: 'hi' }] }],
    [GG, { system_instruction: { parts: { text: 'rules' } }, contents: [{ parts: [{ text: 'hi' }] }] }],
  ] as [Dialect, Wire][])('case 59: instructions in each of their forms (%s)', (from, fields) => {
    for (const to of DIALECTS.filter((other) => other !== from)) {
      const { sent } = new Route(from, to).ask(fields);
      expect(HISTORY[to].read(sent)).toEqual([{ by: 'system', text: 'rules' }, HI]);
    }
  });

  it.each([OC, OR, GG] as const)(
    'case 60: turns of Anthropic’s begin with the user and come by turns, and nothing is made up (%s)',
    (from) => {
      const entries: Entry[] = [
        { by: 'user', text: 'one' },
        { by: 'user', text: 'two' },
        { by: 'assistant', text: 'three' },
        { by: 'assistant', text: 'four' },
        { by: 'user', text: 'five' },
      ];
      const { messages } = new Route(from, AM).ask(HISTORY[from].write(entries)).sent as {
        messages: { role: string; content: Wire[] }[];
      };
      expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
      const texts = messages.flatMap(({ content }) => content.map(({ text }) => text as string));
      expect(texts.join('').replace(/\s/g, '')).toBe('onetwothreefourfive');
    },
  );

  it.each([OC, OR, AM] as const)('case 60: Google’s turns come by turns as well (%s)', (from) => {
    const entries: Entry[] = [
      HI,
      { by: 'user', text: 'there' },
      { by: 'assistant', text: 'yes' },
      { by: 'user', text: 'on' },
    ];
    const { contents } = new Route(from, GG).ask(HISTORY[from].write(entries)).sent as { contents: { role: string }[] };
    expect(contents.map(({ role }) => role)).toEqual(['user', 'model', 'user']);
  });
});

describe('what an answer says beside its text', () => {
  const CITED: Readonly<Record<Dialect, Wire>> = {
    [OC]: {
      ...SPEECH[OC].say({ text: 'It is 62.' }),
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: {
            role: 'assistant',
            content: 'It is 62.',
            annotations: [
              {
                type: 'url_citation',
                url_citation: { url: 'https://w.example/', title: 'W', start_index: 6, end_index: 8 },
              },
            ],
          },
        },
      ],
    },
    [OR]: {
      ...SPEECH[OR].say({ text: '' }),
      output: [
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [
            {
              type: 'output_text',
              text: 'It is 62.',
              annotations: [
                { type: 'url_citation', url: 'https://w.example/', title: 'W', start_index: 6, end_index: 8 },
              ],
            },
          ],
        },
      ],
    },
    [AM]: {
      ...SPEECH[AM].say({}),
      content: [
        {
          type: 'text',
          text: 'It is 62.',
          citations: [
            {
              type: 'web_search_result_location',
              url: 'https://w.example/',
              title: 'W',
              cited_text: '62',
              encrypted_index: 'e',
            },
          ],
        },
      ],
    },
    [GG]: {
      ...SPEECH[GG].say({}),
      candidates: [
        {
          index: 0,
          finishReason: 'STOP',
          content: { role: 'model', parts: [{ text: 'It is 62.' }] },
          groundingMetadata: {
            groundingChunks: [{ web: { uri: 'https://w.example/', title: 'W' } }],
            groundingSupports: [{ segment: { startIndex: 6, endIndex: 8, text: '62' }, groundingChunkIndices: [0] }],
          },
        },
      ],
    },
  };

  it.each(CONVERTED_PAIRS)('case 64: sources are told where the text says so (%s to %s)', (from, to) => {
    const answer = new Route(from, to).answer(CITED[to]);
    expect(SPEECH[from].hear(answer).text).toBe('It is 62.');
    expect(count(answer, 'https://w.example/')).toBe(1);
    expect(count(answer, '"W"')).toBe(1);
  });

  it.each([
    [OC, OR],
    [OR, OC],
    [AM, OC],
    [AM, OR],
    [GG, OC],
    [GG, OR],
  ] as const)('case 64: a refusal is told (%s to %s)', (from, to) => {
    const refused: Readonly<Record<typeof OC | typeof OR, Wire>> = {
      [OC]: {
        ...SPEECH[OC].say({}),
        choices: [
          { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: 'I will not.' } },
        ],
      },
      [OR]: {
        ...SPEECH[OR].say({}),
        output: [
          {
            type: 'message',
            id: 'm',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'refusal', refusal: 'I will not.' }],
          },
        ],
      },
    };
    expect(count(new Route(from, to).answer(refused[to]), 'I will not.')).toBe(1);
  });
});
