import { invalidRequest } from '../../adapters/invalid-request';

/** A size of pages from the query; undefined = the caller named none. Throws 400 for what is no whole number from `least` on. */
export function pageSize(query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const size = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (size < least)
    throw invalidRequest(name, `必须是不小于 ${least} 的整数`, `must be a whole number of at least ${least}`);
  return size;
}
