import { anthropicModels } from './anthropic-models';

const NAMES = ['a', 'b', 'c/1', 'c/2', 'd'];
const list = (query: string) =>
  anthropicModels.list(NAMES, new URLSearchParams(query)) as {
    data: { id: string }[];
    has_more: boolean;
    first_id: string | null;
    last_id: string | null;
  };
const page = (query: string) => {
  const { data, has_more: hasMore, first_id: first, last_id: last } = list(query);
  return [data.map(({ id }) => id).join(' '), hasMore, first, last];
};

describe("Anthropic's list of models", () => {
  it.each([
    ['', ['a b c/1 c/2 d', false, 'a', 'd']],
    ['limit=2', ['a b', true, 'a', 'b']],
    ['limit=2&after_id=b', ['c/1 c/2', true, 'c/1', 'c/2']],
    ['limit=2&after_id=c/2', ['d', false, 'd', 'd']],
    ['limit=2&before_id=d', ['c/1 c/2', true, 'c/1', 'c/2']],
    ['limit=2&before_id=c/1', ['a b', false, 'a', 'b']],
    ['after_id=d', ['', false, null, null]],
    // Its model was taken away between two pages.
    ['after_id=bb', ['c/1 c/2 d', false, 'c/1', 'd']],
  ])('pages by %s', (query, expected) => {
    expect(page(query)).toEqual(expected);
  });

  it('shows twenty when nothing is said', () => {
    const names = Array.from({ length: 21 }, (_, index) => `m${String(index).padStart(2, '0')}`);
    expect(anthropicModels.list(names, new URLSearchParams())).toMatchObject({ has_more: true, last_id: 'm19' });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=many', 'limit'],
    ['after_id=a&before_id=d', 'before_id'],
  ])('refuses %s', (query, param) => {
    expect(() => list(query)).toThrow(expect.objectContaining({ status: 400, param }));
  });

  it('has every field that the client promises its users', () => {
    expect(anthropicModels.one('vendor/model')).toEqual({
      type: 'model',
      id: 'vendor/model',
      display_name: 'vendor/model',
      created_at: '2021-07-20T10:40:00Z',
      capabilities: null,
      max_input_tokens: null,
      max_tokens: null,
      line: null,
      lifecycle: 'active',
      deprecated_at: null,
      retires_at: null,
    });
  });
});
