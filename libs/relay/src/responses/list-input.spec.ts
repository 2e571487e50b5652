import { listInput } from './list-input';

interface Page {
  data: Record<string, unknown>[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

const ITEMS = [
  { role: 'user', content: 'one' },
  { type: 'message', id: 'msg_own', role: 'assistant', content: 'two' },
  { type: 'function_call_output', call_id: 'c', output: 'three' },
];
const list = (query: string, items: unknown[] = ITEMS): Page =>
  listInput('resp_1', Buffer.from(JSON.stringify(items)), new URLSearchParams(query)) as Page;

describe('the items that a response was asked', () => {
  it('come newest first, each with an id and in full form', () => {
    expect(list('')).toEqual({
      object: 'list',
      data: [
        { type: 'function_call_output', id: 'fco_resp_1_2', call_id: 'c', output: 'three' },
        {
          ...{ type: 'message', id: 'msg_own', role: 'assistant', status: 'completed' },
          content: [{ type: 'output_text', annotations: [], text: 'two' }],
        },
        {
          ...{ type: 'message', id: 'msg_resp_1_0', role: 'user', status: 'completed' },
          content: [{ type: 'input_text', text: 'one' }],
        },
      ],
      first_id: 'fco_resp_1_2',
      last_id: 'msg_resp_1_0',
      has_more: false,
    });
  });

  it('come page by page', () => {
    const first = list('order=asc&limit=2');
    expect([first.data.length, first.last_id, first.has_more]).toEqual([2, 'msg_own', true]);
    const second = list(`order=asc&limit=2&after=${first.last_id}`);
    expect([second.first_id, second.data.length, second.has_more]).toEqual(['fco_resp_1_2', 1, false]);
    expect(list('after=msg_resp_1_0')).toMatchObject({ data: [], first_id: null, last_id: null, has_more: false });
  });

  it('are twenty unless more are asked for', () => {
    const many = Array.from({ length: 30 }, () => ITEMS[0]);
    expect(list('', many).data).toHaveLength(20);
    expect(list('limit=100', many).data).toHaveLength(30);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'order=up', 'after=unknown'])('refuses %s', (query) => {
    expect(() => list(query)).toThrow(expect.objectContaining({ status: 400, param: query.split('=')[0] }));
  });
});
