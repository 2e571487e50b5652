import type { WireEvent } from '../../model/wire-event';
import {
  compact,
  figures,
  parsed,
  pieces,
  tidy,
  type Figures,
  type Heard,
  type Speech,
  type Spoken,
  type Wire,
} from './speech';

interface ChatCall {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}
interface ChatWords {
  role?: string;
  content?: string | null;
  reasoning_content?: string | null;
  reasoning_details?: { type: string; signature?: string }[];
  tool_calls?: ChatCall[];
}
interface ChatChoice {
  message?: ChatWords;
  delta?: ChatWords;
  finish_reason?: string | null;
}

const HEAD = { id: 'chatcmpl-1', created: 1_761_052_928, model: 'up' };

/** OpenAI's chat completions; thinking as DeepSeek shows it, signatures as OpenRouter does. */
export const chatSpeech: Speech = {
  dialect: 'openai-chat',
  say: (answer) =>
    compact({
      ...HEAD,
      object: 'chat.completion',
      choices: [{ index: 0, message: message(answer), logprobs: null, finish_reason: finishOf(answer) }],
      usage: usageOf(answer.usage),
    }),
  sayInPieces: (answer) => [...chunks(answer), { data: '[DONE]' }],
  hear(body) {
    const { model, choices, usage } = body as { model: string; choices: ChatChoice[]; usage?: Wire };
    return heard(model, [choices[0]!.message!], choices[0]!.finish_reason, usage);
  },
  hearPieces(events) {
    if (events.at(-1)?.data !== '[DONE]') throw new Error('No [DONE]');
    const bodies = events.slice(0, -1).map(parsed) as unknown as {
      model: string;
      choices: ChatChoice[];
      usage?: Wire;
    }[];
    const choices = bodies.flatMap((body) => body.choices);
    if (choices[0]?.delta?.role !== 'assistant') throw new Error('The first chunk has no role');
    const ends = choices.filter(({ finish_reason: finish }) => (finish ?? null) !== null);
    if (ends.length !== 1) throw new Error(`${ends.length} finish reasons`);
    const words = choices.map(({ delta }) => delta!);
    return heard(bodies[0]!.model, words, ends[0]!.finish_reason, bodies.findLast(({ usage }) => usage)?.usage);
  },
};

function finishOf({ finish, calls }: Spoken): string {
  return finish ?? (calls === undefined ? 'stop' : 'tool_calls');
}

function message({ thinking, text, calls }: Spoken): Wire {
  return {
    role: 'assistant',
    content: text ?? null,
    reasoning_content: thinking?.text,
    reasoning_details: thinking?.signature && [
      { type: 'reasoning.text', ...thinking, format: 'anthropic-claude-v1', index: 0 },
    ],
    tool_calls: calls?.map(({ id, name, input }) => ({ id, type: 'function', function: { name, arguments: input } })),
  };
}

function chunks(answer: Spoken): WireEvent[] {
  const { thinking, text = '', calls = [] } = answer;
  const deltas: Wire[] = [{ role: 'assistant', content: '' }];
  for (const piece of pieces(thinking?.text ?? '')) deltas.push({ reasoning_content: piece });
  if (thinking?.signature !== undefined) deltas.push({ reasoning_details: message(answer)['reasoning_details'] });
  for (const piece of pieces(text)) deltas.push({ content: piece });
  for (const [index, { id, name, input }] of calls.entries()) {
    deltas.push({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
    for (const piece of pieces(input)) deltas.push({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  const choices = [
    ...deltas.map((delta) => ({ index: 0, delta, finish_reason: null })),
    { index: 0, delta: {}, finish_reason: finishOf(answer) },
  ];
  const bodies: Wire[] = choices.map((choice) => ({ ...HEAD, object: 'chat.completion.chunk', choices: [choice] }));
  if (answer.usage)
    bodies.push({ ...HEAD, object: 'chat.completion.chunk', choices: [], usage: usageOf(answer.usage) });
  return bodies.map((body) => ({ data: JSON.stringify(body) }));
}

/** Totals include the cache and the reasoning. */
function usageOf(usage: Figures | undefined): Wire | undefined {
  if (usage === undefined) return undefined;
  const { cacheRead = 0, cacheWrite = 0, reasoning = 0 } = usage;
  const prompt = usage.input + cacheRead + cacheWrite;
  return compact({
    prompt_tokens: prompt,
    completion_tokens: usage.output + reasoning,
    total_tokens: prompt + usage.output + reasoning,
    prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: usage.cacheWrite },
    completion_tokens_details: { reasoning_tokens: reasoning },
  });
}

function heard(model: string, words: readonly ChatWords[], finish: unknown, usage: Wire | undefined): Heard {
  const calls: { id: string; name: string; input: string }[] = [];
  for (const [position, call] of words.flatMap((word) => word.tool_calls ?? []).entries()) {
    const place = call.index ?? position;
    const known = (calls[place] ??= { id: '', name: '', input: '' });
    known.id += call.id ?? '';
    known.name += call.function?.name ?? '';
    known.input += call.function?.arguments ?? '';
  }
  return compact({
    model,
    thinking: words.map((word) => word.reasoning_content ?? '').join(''),
    signature: words.flatMap((word) => word.reasoning_details ?? []).find((detail) => detail.signature)?.signature,
    text: words.map((word) => word.content ?? '').join(''),
    calls: calls.map((call) => ({ ...call, input: tidy(call.input) })),
    finish,
    usage: usage && read(usage),
  });
}

function read(usage: Wire): Figures {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage as Record<string, number>;
  const input = usage['prompt_tokens_details'] as Record<string, number> | undefined;
  const reasoning = (usage['completion_tokens_details'] as Record<string, number> | undefined)?.['reasoning_tokens'];
  const [cacheRead, cacheWrite] = [input?.['cached_tokens'] ?? 0, input?.['cache_write_tokens'] ?? 0];
  return figures({
    input: prompt! - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    output: completion! - (reasoning ?? 0),
    reasoning,
  });
}
