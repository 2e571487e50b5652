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
    if (!isSameOrigin(request)) throw accessErrors.originForeign();
    return true;
  }
}
