import { filterParameters, isFiltered, queryParameters, readLogQuery, writeLogQuery } from './log-query';

describe('log query', () => {
  it('is the first page of everything without parameters', () => {
    expect(readLogQuery({})).toEqual({ page: 1, size: 20, type: 0, model: '', token: '', start: 0, end: 0 });
  });

  it('comes back from its own URL', () => {
    const query = {
      page: 3,
      size: 50,
      type: 2,
      model: 'gpt-4o',
      token: 'work',
      start: 1_700_000_000,
      end: 1_700_086_400,
    };
    const url = Object.fromEntries(Object.entries(writeLogQuery(query)).map(([key, value]) => [key, String(value)]));
    expect(readLogQuery(url)).toEqual(query);
  });

  it('takes nonsense in the URL as absent', () => {
    expect(readLogQuery({ page: '-1', size: '7', type: 'x', start: '1e9', model: '  ' })).toEqual(readLogQuery({}));
  });

  it('leaves defaults out of the URL', () => {
    expect(Object.values(writeLogQuery(readLogQuery({ page: '1', size: '20' })))).toEqual(Array(7).fill(null));
  });

  it('counts pages from zero for the API and sends only filters that are set', () => {
    expect(queryParameters(readLogQuery({ page: '2', token: 'work' }))).toEqual({
      p: 1,
      page_size: 20,
      token_name: 'work',
    });
  });

  it('names filters as the API does', () => {
    const filter = readLogQuery({ type: '5', model: 'm', token: 't', start: '1', end: '2' });
    expect(filterParameters(filter)).toEqual({
      type: 5,
      model_name: 'm',
      token_name: 't',
      start_timestamp: 1,
      end_timestamp: 2,
    });
    expect(isFiltered(filter)).toBe(true);
    expect(isFiltered(readLogQuery({ page: '4' }))).toBe(false);
  });
});
