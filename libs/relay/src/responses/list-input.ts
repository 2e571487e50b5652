import { asArray, asObject, asString } from '../adapters/read-json';
import { invalidRequest } from '../adapters/invalid-request';

/** https://platform.openai.com/docs/api-reference/responses/input-items */
const DEFAULT_LIMIT = 20;
const MOST = 100;

type Item = Record<string, unknown>;

/** A page of the items that were asked. Items have ids here, whether or not they came with one. */
export function listInput(responseId: string, input: Buffer, query: URLSearchParams): object {
  const items = (asArray(JSON.parse(input.toString('utf8'))) ?? []).map((item, index) => show(item, index, responseId));
  if (readOrder(query.get('order')) === 'desc') items.reverse();
  const after = query.get('after');
  const from = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if (after !== null && from === 0) throw invalidRequest('after', '未找到', 'is not an item of this response');
  const data = items.slice(from, from + readLimit(query.get('limit')));
  return {
    object: 'list',
    data,
    first_id: data[0]?.['id'] ?? null,
    last_id: data[data.length - 1]?.['id'] ?? null,
    has_more: from + data.length < items.length,
  };
}

function show(value: unknown, index: number, responseId: string): Item {
  const item = asObject(value) ?? {};
  const type = asString(item['type']) ?? 'message';
  const shown: Item = {
    ...item,
    type,
    id: asString(item['id']) ?? `${PREFIXES[type] ?? 'item_'}${responseId}_${index}`,
  };
  if (type === 'message') {
    const text = asString(item['content']);
    const kind = item['role'] === 'assistant' ? { type: 'output_text', annotations: [] } : { type: 'input_text' };
    if (text !== undefined) shown['content'] = [{ ...kind, text }];
    shown['status'] ??= 'completed';
  }
  return shown;
}

const PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  function_call_output: 'fco_',
  custom_tool_call: 'ctc_',
  reasoning: 'rs_',
};

function readOrder(order: string | null): 'asc' | 'desc' {
  if (order === null || order === 'desc') return 'desc';
  if (order === 'asc') return order;
  throw invalidRequest('order', '必须是 asc 或 desc', 'must be asc or desc');
}

function readLimit(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST) throw invalidRequest('limit', `必须是 1 到 ${MOST}`, `must be from 1 to ${MOST}`);
  return limit;
}
