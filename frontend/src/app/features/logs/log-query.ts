/** What a page of the log shows; every part of it is in the URL. */
export interface LogQuery extends LogFilter {
  /** Counted from 1. */
  page: number;
  size: number;
}

export interface LogFilter {
  /** 0 = all. */
  type: number;
  model: string;
  token: string;
  /** Unix seconds, 0 = open. */
  start: number;
  end: number;
}

export const pageSizes = [10, 20, 50, 100];
const DEFAULT_SIZE = 20;

export const emptyFilter: LogFilter = { type: 0, model: '', token: '', start: 0, end: 0 };

export type UrlParameters = Partial<Record<keyof LogQuery, string | undefined>>;

/** Reads the URL; what makes no sense there counts as absent. */
export function readLogQuery(url: UrlParameters): LogQuery {
  const size = wholeNumber(url.size);
  return {
    page: Math.max(1, wholeNumber(url.page)),
    size: pageSizes.includes(size) ? size : DEFAULT_SIZE,
    type: wholeNumber(url.type),
    model: url.model?.trim() ?? '',
    token: url.token?.trim() ?? '',
    start: wholeNumber(url.start),
    end: wholeNumber(url.end),
  };
}

/** The URL of a query; what has its default value is left out, and `null` removes it from the current URL. */
export function writeLogQuery(query: LogQuery): Record<keyof LogQuery, string | number | null> {
  return {
    page: query.page > 1 ? query.page : null,
    size: query.size === DEFAULT_SIZE ? null : query.size,
    type: query.type || null,
    model: query.model || null,
    token: query.token || null,
    start: query.start || null,
    end: query.end || null,
  };
}

/** Filters as the API names them. */
export function filterParameters(filter: LogFilter): Record<string, string | number> {
  const parameters: Record<string, string | number> = {};
  if (filter.type > 0) parameters['type'] = filter.type;
  if (filter.model !== '') parameters['model_name'] = filter.model;
  if (filter.token !== '') parameters['token_name'] = filter.token;
  if (filter.start > 0) parameters['start_timestamp'] = filter.start;
  if (filter.end > 0) parameters['end_timestamp'] = filter.end;
  return parameters;
}

/** A page as the API names it; there pages count from 0. */
export function queryParameters(query: LogQuery): Record<string, string | number> {
  return { p: query.page - 1, page_size: query.size, ...filterParameters(query) };
}

export function isFiltered(filter: LogFilter): boolean {
  return Object.keys(filterParameters(filter)).length > 0;
}

function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : 0;
}
