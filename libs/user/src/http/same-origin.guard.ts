import { isSameOrigin } from '@app/platform';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { accessErrors } from './access-errors';

/** For handlers that change something although they are public or called by GET: other sites' pages may not trigger them. */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    // Other sites' pages cannot put an Authorization header on a request without our consent.
    if (request.headers.authorization !== undefined && request.headers.cookie === undefined) return true;
    if (!isSameOrigin(request) || isFollowedLink(request)) throw accessErrors.originForeign();
    return true;
  }
}

/**
 * Over plain HTTP a browser that follows a link sends the cookie and says neither Origin nor Sec-Fetch-Site. Our own pages
 * send a Referer; a GET with a cookie and without one may come from anywhere.
 */
function isFollowedLink({ method, headers }: Request): boolean {
  if (method !== 'GET' || headers.cookie === undefined) return false;
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return false;
  const { referer } = headers;
  return referer === undefined || !URL.canParse(referer) || new URL(referer).host !== headers.host?.toLowerCase();
}
