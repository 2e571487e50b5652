import { invalidRequest } from '../../adapters/invalid-request';
import { CREATED, type ModelWriter } from './model-writer';
import { pageSize } from './page-size';

/** https://platform.claude.com/docs/en/api/models/list */
const PAGE = { usual: 20, most: 1000 };
const CREATED_AT = new Date(CREATED * 1000).toISOString().replace('.000Z', 'Z');

export const anthropicModels: ModelWriter = {
  list(names, query) {
    const size = pageSize(query, 'limit', 1) ?? PAGE.usual;
    if (size > PAGE.most) throw invalidRequest('limit', `不能大于 ${PAGE.most}`, `must be at most ${PAGE.most}`);
    const after = query.get('after_id') ?? '';
    const before = query.get('before_id') ?? '';
    if (after !== '' && before !== '') {
      throw invalidRequest('before_id', '不能与 after_id 同时使用', 'cannot be used together with after_id');
    }
    // Where a name would stand, so that paging goes on when the model of the last page's end is gone.
    const left = after === '' ? names : names.filter((name) => name > after);
    const wanted = before === '' ? left : left.filter((name) => name < before);
    const data = before === '' ? wanted.slice(0, size) : wanted.slice(-size);
    return {
      data: data.map(write),
      // In the direction of the paging.
      has_more: wanted.length > data.length,
      first_id: data[0] ?? null,
      last_id: data[data.length - 1] ?? null,
    };
  },
  one: write,
};

/** Nothing is known here of limits and abilities: nulls are what the dialect has for that. */
function write(id: string): object {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: CREATED_AT,
    ...{ capabilities: null, max_input_tokens: null, max_tokens: null, line: null },
    ...{ lifecycle: 'active', deprecated_at: null, retires_at: null },
  };
}
