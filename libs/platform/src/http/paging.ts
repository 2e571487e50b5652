import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

export interface Paging {
  skip: number;
  take: number;
}

const DEFAULT_SIZE = 10;
const LARGEST_SIZE = 100;

/**
 * `p` counts pages from 0; the size may be called `page_size`, `pageSize` or `size` (10 when absent, at most 100).
 * Anything that is not a number counts as absent.
 */
export function readPaging(query: Record<string, unknown>): Paging {
  const page = wholeNumber(query['p']) ?? 0;
  const size = wholeNumber(query['page_size'] ?? query['pageSize'] ?? query['size']) ?? 0;
  const take = size <= 0 ? DEFAULT_SIZE : Math.min(size, LARGEST_SIZE);
  return { skip: Math.max(0, page) * take, take };
}

function wholeNumber(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^-?\d{1,9}$/.test(value)) return undefined;
  return Number(value);
}

/** The paging of the request, as handler parameter. */
export const PageQuery = createParamDecorator((_: unknown, context: ExecutionContext): Paging => {
  return readPaging(context.switchToHttp().getRequest<Request>().query);
});
