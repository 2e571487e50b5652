import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Principal, Role } from '@app/kernel';
import type { Request } from 'express';

export const REQUIRED_ROLE = 'chat-api:required-role';
export const ALLOW_DEFAULT_PASSWORD = 'chat-api:allow-default-password';

/** Lowest role that may call the route. A route without it is refused to everybody: access is declared, never assumed. */
export const RequireRole = (role: Role) => SetMetadata(REQUIRED_ROLE, role);

/** The route stays open while the account still has the published default password. */
export const AllowDefaultPassword = () => SetMetadata(ALLOW_DEFAULT_PASSWORD, true);

export const RECOGNIZE_CALLER = 'chat-api:recognize-caller';

/** For routes open to guests that show more to whom they know: a valid session or access token is read, a bad one ignored. */
export const RecognizeCaller = () => SetMetadata(RECOGNIZE_CALLER, true);

/** The caller of such a route; undefined = a guest. */
export const PossibleUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | undefined =>
    context.switchToHttp().getRequest<Request & { user?: Principal }>().user,
);

/** The caller, put on the request by the management guard. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const request = context.switchToHttp().getRequest<Request & { user?: Principal }>();
  if (request.user === undefined) throw new Error('CurrentUser used on a public route');
  return request.user;
});
