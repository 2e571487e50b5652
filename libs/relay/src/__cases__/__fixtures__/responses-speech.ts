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

interface Item extends Wire {
  type: string;
  id: string;
}

const HEAD = { id: 'resp_01', object: 'response', created_at: 1_765_552_659, model: 'up', error: null };

/** OpenAI's Responses. */
export const responsesSpeech: Speech = {
  dialect: 'openai-responses',
  say: (answer) => response(answer, itemsOf(answer)),
  sayInPieces: (answer) =>
    events(answer).map((body, number) => ({
      event: body['type'] as string,
      data: JSON.stringify({ ...body, sequence_number: number }),
    })),
  hear: (body) => heard(body, body['output'] as Item[]),
  hearPieces: assemble,
};

/** Incomplete for a reason, or complete: the API has no word for calls. */
function response({ finish, usage }: Spoken, output: readonly Item[]): Wire {
  return {
    ...HEAD,
    status: finish === undefined ? 'completed' : 'incomplete',
    incomplete_details: finish === undefined ? null : { reason: finish },
    output,
    usage: usage === undefined ? null : usageOf(usage),
  };
}

function itemsOf({ thinking, text, calls = [] }: Spoken): Item[] {
  const items: Item[] = calls.map(({ id, name, input }, index) => ({
    ...{ type: 'function_call', id: `fc_${index}`, status: 'completed' },
    ...{ call_id: id, name, arguments: input },
  }));
  if (text !== undefined) items.unshift({ ...message([textPart(text)]), status: 'completed' });
  if (thinking) {
    const summary = [{ type: 'summary_text', text: thinking.text }];
    items.unshift({ type: 'reasoning', id: 'rs_1', summary, encrypted_content: thinking.signature ?? null });
  }
  return items;
}

const message = (content: Wire[]): Item => ({ type: 'message', id: 'msg_1', role: 'assistant', content });
const textPart = (text: string): Wire => ({ type: 'output_text', text, annotations: [], logprobs: [] });

function events(answer: Spoken): Wire[] {
  const items = itemsOf(answer);
  const shell = { ...response({}, []), status: 'in_progress' };
  return [
    { type: 'response.created', response: shell },
    { type: 'response.in_progress', response: shell },
    ...items.flatMap((item, index) => [
      { type: 'response.output_item.added', output_index: index, item: begun(item) },
      ...itemEvents(item).map((event) => ({ ...event, item_id: item.id, output_index: index })),
      { type: 'response.output_item.done', output_index: index, item },
    ]),
    {
      type: answer.finish === undefined ? 'response.completed' : 'response.incomplete',
      response: response(answer, items),
    },
  ];
}

function begun(item: Item): Item {
  if (item.type === 'message') return { ...item, status: 'in_progress', content: [] };
  if (item.type === 'reasoning') return { ...item, summary: [] };
  return { ...item, status: 'in_progress', arguments: '' };
}

function itemEvents(item: Item): Wire[] {
  if (item.type === 'function_call') {
    const all = item['arguments'] as string;
    const type = 'response.function_call_arguments';
    return [
      ...pieces(all).map((delta) => ({ type: `${type}.delta`, delta })),
      { type: `${type}.done`, arguments: all },
    ];
  }
  const isText = item.type === 'message';
  const part = ((isText ? item['content'] : item['summary']) as Wire[])[0]!;
  const text = part['text'] as string;
  const [partType, textType] = isText
    ? ['response.content_part', 'response.output_text']
    : ['response.reasoning_summary_part', 'response.reasoning_summary_text'];
  const place = isText ? { content_index: 0 } : { summary_index: 0 };
  return [
    { type: `${partType}.added`, ...place, part: { ...part, text: '' } },
    ...pieces(text).map((delta) => ({ type: `${textType}.delta`, ...place, delta })),
    { type: `${textType}.done`, ...place, text },
    { type: `${partType}.done`, ...place, part },
  ];
}

/** Totals include the cache and the reasoning. */
function usageOf({ input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 }: Figures): Wire {
  const total = input + cacheRead + cacheWrite;
  return {
    input_tokens: total,
    input_tokens_details: { cached_tokens: cacheRead, ...(cacheWrite > 0 && { cache_write_tokens: cacheWrite }) },
    output_tokens: output + reasoning,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: total + output + reasoning,
  };
}

/** As clients do it: text and arguments from the deltas, which the last words have to agree with. */
function assemble(all: readonly WireEvent[]): Heard {
  const items: Item[] = [];
  const written = new Map<string, string>();
  let next = 0;
  for (const event of all) {
    const body = parsed(event);
    if (body['type'] !== event.event) throw new Error(`${event.event} says ${String(body['type'])}`);
    if (body['sequence_number'] !== next++)
      throw new Error(`Number ${String(body['sequence_number'])} is not the next`);
    const index = body['output_index'] as number;
    const id = (body['item_id'] ?? (body['item'] as Item | undefined)?.id) as string;
    if (event.event === 'response.output_item.added') {
      if (items[index] !== undefined) throw new Error(`Item ${index} twice`);
      items[index] = body['item'] as Item;
    } else if (index !== undefined && items[index]?.id !== id) throw new Error(`Item ${index} is not ${id}`);
    if (event.event?.endsWith('.delta') === true) written.set(id, (written.get(id) ?? '') + (body['delta'] as string));
    if (event.event === 'response.output_item.done') items[index] = body['item'] as Item;
  }
  const last = all.at(-1)!;
  if (!/^response\.(completed|incomplete)$/.test(last.event ?? '')) throw new Error(`${last.event} is no end`);
  const end = parsed(last)['response'] as Wire;
  expect(end['output']).toEqual(items);
  for (const [id, text] of written) {
    expect(JSON.stringify(items.find((item) => item.id === id))).toContain(JSON.stringify(text).slice(1, -1));
  }
  return heard(end, items);
}

function heard(end: Wire, items: readonly Item[]): Heard {
  const texts = (type: string, key: string) =>
    items
      .filter((item) => item.type === type)
      .flatMap((item) => item[key] as Wire[])
      .map(({ text }) => text as string);
  const incomplete = end['incomplete_details'] as { reason: string } | null | undefined;
  return compact({
    model: end['model'],
    thinking: texts('reasoning', 'summary').join(''),
    signature: items.find(({ type }) => type === 'reasoning')?.['encrypted_content'] ?? undefined,
    text: texts('message', 'content').join(''),
    calls: items
      .filter(({ type }) => type === 'function_call')
      .map((item) => ({
        id: item['call_id'] as string,
        name: item['name'] as string,
        input: tidy(item['arguments'] as string),
      })),
    finish: incomplete?.reason ?? end['status'],
    usage: end['usage'] ? read(end['usage'] as Wire) : undefined,
  });
}

function read(usage: Wire): Figures {
  const input = usage['input_tokens_details'] as Record<string, number>;
  const { reasoning_tokens: reasoning } = usage['output_tokens_details'] as { reasoning_tokens: number };
  const [cacheRead, cacheWrite] = [input['cached_tokens'] ?? 0, input['cache_write_tokens'] ?? 0];
  return figures({
    input: (usage['input_tokens'] as number) - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    output: (usage['output_tokens'] as number) - reasoning,
    reasoning,
  });
}
