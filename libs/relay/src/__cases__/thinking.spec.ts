import { nativeDialect } from '../adapters/native-dialect';
import type { Dialect } from '../model/dialect';
import { CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { parsed, type Spoken, type Wire } from './__fixtures__/speech';
import {
  CALL,
  EFFORT,
  NEXT,
  PROOF,
  PROOFS,
  REASONERS,
  THOUGHT,
  THOUGHTFUL as ANSWER,
} from './__fixtures__/thinking-loop';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const loop = (from: Dialect, to: Dialect, next: Dialect, answer = SPEECH[to].say(ANSWER)) => {
  const fields = NEXT[from](new Route(from, to).answer(answer));
  return new Route(from, next).ask(fields);
};

describe('thinking and its proofs', () => {
  it.each(CONVERTED_PAIRS.filter(([, to]) => to !== OC))(
    'cases 31, 37: a proof comes back to who made it after a tool loop (%s to %s)',
    (from, to) => {
      const { sent, losses } = loop(from, to, to);
      expect(PROOFS[to](sent)).toEqual([PROOF]);
      // Google proves calls and texts; the thought beside them proves nothing and stays away.
      expect(losses).toEqual(to === GG ? [expect.stringMatching(/^messages\[1\]/)] : []);
    },
  );

  it.each([OC, OR, AM].map((from) => [from] as const))(
    'case 37: Google’s proofs of text and of several calls return to their parts (%s)',
    (from) => {
      const parts = [
        { text: 'Plan', thought: true },
        { text: 'Gut.', thoughtSignature: 'dGV4dA==' },
        { functionCall: { id: 'call_a', name: 'now', args: {} }, thoughtSignature: 'Y2FsbA==' },
        { functionCall: { id: 'call_b', name: 'now', args: { a: 1 } } },
      ];
      const body = { candidates: [{ content: { parts, role: 'model' }, finishReason: 'STOP', index: 0 }] };
      const { contents } = loop(from, GG, GG, body).sent as { contents: { parts: Wire[] }[] };
      const signed = contents[1]!.parts.filter((part) => !part['thought']);
      const calls = signed.filter((part) => 'functionCall' in part);
      expect(calls.map((part) => part['thoughtSignature'])).toEqual(['Y2FsbA==', undefined]);
      if (from !== OC) expect(signed[0]).toEqual({ text: 'Gut.', thoughtSignature: 'dGV4dA==' });
    },
  );

  it.each([OC, OR, GG] as const)('case 32: proofs without text and hidden thoughts come back too (%s)', (from) => {
    const content = [
      { type: 'thinking', thinking: '', signature: 'bare' },
      { type: 'redacted_thinking', data: 'hidden' },
      { type: 'tool_use', id: CALL.id, name: 'now', input: {} },
    ];
    const answer = { ...SPEECH[AM].say({}), content };
    const { sent } = loop(from, AM, AM, answer);
    const assistant = (sent['messages'] as { content: Wire[] }[])[1]!;
    expect(assistant.content.slice(0, 2)).toEqual(content.slice(0, 2));
  });

  it.each([OC, OR, GG] as const)('case 32: hidden thoughts have a beginning and an end in streams (%s)', (from) => {
    const usual = SPEECH[AM].sayInPieces({ text: 'Gut.' });
    const block = (index: number, type: string, fields: Wire) => [
      {
        event: 'content_block_start',
        data: JSON.stringify({ type: 'content_block_start', index, content_block: { type, ...fields } }),
      },
      { event: 'content_block_stop', data: JSON.stringify({ type: 'content_block_stop', index }) },
    ];
    const hidden = block(0, 'redacted_thinking', { data: 'hidden' });
    const later = usual.slice(2).map((event) => ({ ...event, data: event.data.replace('"index":0', '"index":1') }));
    const heard = SPEECH[from].hearPieces(new Route(from, AM).stream([...usual.slice(0, 2), ...hidden, ...later]));
    expect([heard.text, heard.thinking]).toEqual(['Gut.', '']);
  });

  it.each(CONVERTED_PAIRS)('case 33: thinking stays apart from text, without tags (%s to %s)', (from, to) => {
    const { whole, streamed } = new Route(from, to).hear(ANSWER);
    expect([whole.text, whole.thinking]).toEqual(['Gut.', THOUGHT]);
    expect(streamed).toEqual(whole);
    expect(JSON.stringify(whole)).not.toContain('<think');
  });

  it.each([OR, AM, GG] as const)(
    'case 34: thinking of a chat upstream is read under each of its names, once (%s)',
    (from) => {
      const forms: Wire[] = [
        { reasoning_content: THOUGHT },
        { reasoning: THOUGHT },
        { reasoning_details: [{ type: 'reasoning.text', text: THOUGHT, format: null, index: 0 }] },
        { reasoning: THOUGHT, reasoning_details: [{ type: 'reasoning.text', text: THOUGHT, format: null, index: 0 }] },
        { reasoning: THOUGHT, reasoning_content: THOUGHT },
      ];
      for (const form of forms) {
        const choice = { index: 0, finish_reason: 'stop' };
        const head = { id: 'c', object: 'chat.completion', created: 1, model: 'up' };
        const whole = { ...head, choices: [{ ...choice, message: { role: 'assistant', content: 'Gut.', ...form } }] };
        const deltas = [{ role: 'assistant', ...form }, { content: 'Gut.' }];
        const chunks = deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }));
        const end = { ...head, choices: [{ ...choice, delta: {} }] };
        const events = [...chunks, end].map((body) => ({ data: JSON.stringify(body) }));
        const route = new Route(from, OC);
        const heard = [
          SPEECH[from].hear(route.answer(whole)),
          SPEECH[from].hearPieces(route.stream([...events, { data: '[DONE]' }])),
        ];
        for (const { thinking, text } of heard) expect([form, thinking, text]).toEqual([form, THOUGHT, 'Gut.']);
      }
    },
  );

  it.each([OC, OR, GG] as const)(
    'case 35: a caller of Anthropic’s finds a signature with each thought (of %s)',
    (to) => {
      const unsigned: Spoken = { thinking: { text: THOUGHT }, text: 'Gut.' };
      const route = new Route(AM, to);
      const [thought] = route.answer(SPEECH[to].say(unsigned))['content'] as Wire[];
      expect(thought).toEqual({ type: 'thinking', thinking: THOUGHT, signature: expect.any(String) as unknown });
      const events = route.stream(SPEECH[to].sayInPieces(unsigned));
      const begin = events.find(({ event }) => event === 'content_block_start')!;
      expect(parsed(begin)['content_block']).toEqual({ type: 'thinking', thinking: '', signature: '' });
    },
  );

  it.each([OR, AM, GG] as const)(
    'case 36: DeepSeek and Kimi get their thinking back, others are not sent it (%s)',
    (from) => {
      const fields = NEXT[from](new Route(from, OC).answer(SPEECH[OC].say({ ...ANSWER, thinking: { text: THOUGHT } })));
      for (const type of [38, 27]) {
        const { messages } = new Route(from, OC, { target: { type } }).ask(fields).sent as { messages: Wire[] };
        expect(messages[1]!['reasoning_content']).toBe(THOUGHT);
      }
      expect(JSON.stringify(new Route(from, OC).ask(fields).sent)).not.toContain(THOUGHT);
    },
  );

  it.each(
    DIALECTS.flatMap((from) =>
      [OC, OR, AM, GG].filter((to) => to !== OC && to !== from).map((to) => [from, to] as const),
    ),
  )('case 38: a proof never goes to another family (%s after %s)', (from, to) => {
    for (const next of DIALECTS.filter((other) => other !== to && other !== from)) {
      const text = JSON.stringify(loop(from, to, next).sent);
      expect(text).not.toContain(PROOF);
      expect(text).not.toContain('chatapi.v1.');
      expect(text).toContain('noon');
    }
  });

  it('case 38: what a client of Google’s puts in place of a proof is none: it stays with Google, and nobody misses it', () => {
    for (const thoughtSignature of ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go']) {
      const parts = [{ functionCall: { id: CALL.id, name: 'now', args: {} }, thoughtSignature }];
      const contents = [
        { role: 'user', parts: [{ text: 'hi' }] },
        { role: 'model', parts },
      ];
      for (const to of [OC, OR, AM]) {
        const { sent, losses } = new Route(GG, to).ask({ contents });
        expect([JSON.stringify(sent).includes(thoughtSignature), losses]).toEqual([false, []]);
      }
      const { codec } = nativeDialect(GG);
      const target = { model: 'gemini-3-pro-preview', defaultMaxTokens: 1, acceptsSignature: () => true };
      expect(codec.encodeRequest(codec.decodeRequest({ contents }, { model: 'm' }), target).value).toEqual({
        contents,
      });
    }
  });

  it.each([OC, AM, GG] as const)(
    'case 39: OpenAI’s encrypted thinking comes back with its id, unchanged (%s)',
    (from) => {
      const { sent } = loop(from, OR, OR);
      const reasoning = (sent['input'] as Wire[]).filter(({ type }) => type === 'reasoning');
      expect(reasoning).toMatchObject([{ id: 'rs_1', encrypted_content: PROOF }]);
      expect(sent).toMatchObject({
        store: false,
        include: expect.arrayContaining(['reasoning.encrypted_content']) as unknown,
      });
    },
  );

  it('case 39: null is taken where nothing is encrypted, and only OpenAI gets such items', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null };
    const input = [{ role: 'user', content: 'hi' }, item, { type: 'message', role: 'assistant', content: 'yes' }];
    for (const to of [OC, AM, GG]) {
      const { sent } = new Route(OR, to).ask({ input });
      expect(JSON.stringify(sent)).not.toContain('rs_1');
      expect(JSON.stringify(sent)).toContain('yes');
    }
    expect(new Route(OR, OR).ask({ input }).sent['input']).toEqual(input);
  });

  it.each([OC, OR, GG] as const)('case 41: Anthropic’s get no empty text (%s)', (from) => {
    const empty: Readonly<Record<typeof from, Wire>> = {
      [OC]: {
        messages: [
          { role: 'system', content: '' },
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: '' },
          {
            role: 'user',
            content: [
              { type: 'text', text: '' },
              { type: 'text', text: 'go' },
            ],
          },
        ],
      },
      [OR]: {
        instructions: '',
        input: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: [{ type: 'output_text', text: '' }] },
          { role: 'user', content: 'go' },
        ],
      },
      [GG]: {
        systemInstruction: { parts: [{ text: '' }] },
        contents: [
          { role: 'user', parts: [{ text: 'hi' }] },
          { role: 'model', parts: [{ text: '' }] },
          { role: 'user', parts: [{ text: 'go' }] },
        ],
      },
    };
    const { sent } = new Route(from, AM).ask(empty[from]);
    expect(JSON.stringify(sent)).not.toMatch(/"text":""|"content":(""|\[\])|"system":(""|\[\])/);
    expect(JSON.stringify(sent)).toContain('go');
  });
});

describe('how much is thought', () => {
  it.each(CONVERTED_PAIRS)('case 40: effort means the same (%s to %s)', (from, to) => {
    for (const effort of ['low', 'high'] as const) {
      const { sent } = new Route(from, to, { upstreamModel: REASONERS[to] }).ask(EFFORT[from](effort));
      expect(sent).toMatchObject(to === AM ? { output_config: { effort } } : EFFORT[to](effort));
    }
  });

  it.each<[Dialect, Wire]>([
    [OC, { reasoning_effort: 'none' }],
    [OR, { reasoning: { effort: 'none' } }],
    [AM, { thinking: { type: 'disabled' } }],
    [GG, { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } }],
  ])('case 40: off is off, or told where it cannot be (%s)', (from, fields) => {
    const expected: Readonly<Record<Dialect, Wire>> = {
      [OC]: { reasoning_effort: 'none' },
      [OR]: { reasoning: { effort: 'none' } },
      [AM]: { thinking: { type: 'disabled' } },
      [GG]: { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } },
    };
    const models = { ...REASONERS, [GG]: 'gemini-2.5-flash' };
    for (const to of DIALECTS.filter((other) => other !== from)) {
      expect(new Route(from, to, { upstreamModel: models[to] }).ask(fields).sent).toMatchObject(expected[to]);
    }
    if (from !== GG) {
      const { losses } = new Route(from, GG, { upstreamModel: 'gemini-3-pro-preview' }).ask(fields);
      expect(losses.join()).toContain('reasoning');
    }
  });

  it.each([OC, OR, GG] as const)(
    'case 40: a budget is less than the limit (%s to Anthropic’s older models)',
    (from) => {
      const limit = { [OC]: { max_tokens: 4000 }, [OR]: { max_output_tokens: 4000 }, [GG]: {} }[from];
      const effort = EFFORT[from]('high');
      const settings = { generationConfig: { maxOutputTokens: 4000, thinkingConfig: { thinkingBudget: 20_000 } } };
      const route = new Route(from, AM, { upstreamModel: 'claude-sonnet-4-20250514' });
      const { sent, losses } = route.ask(from === GG ? settings : { ...effort, ...limit });
      const { max_tokens: most, thinking } = sent as { max_tokens: number; thinking: { budget_tokens: number } };
      expect(most).toBe(4000);
      expect(thinking.budget_tokens).toBeLessThan(4000);
      expect(thinking.budget_tokens).toBeGreaterThanOrEqual(1024);
      expect(losses).not.toEqual([]);
      // Nobody set a limit: it makes room.
      const free = route.ask(
        from === GG ? { generationConfig: { thinkingConfig: { thinkingBudget: 20_000 } } } : effort,
      ).sent;
      expect((free['thinking'] as { budget_tokens: number }).budget_tokens).toBeLessThan(free['max_tokens'] as number);
    },
  );
});
