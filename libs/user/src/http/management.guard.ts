import { Role, type Principal } from '@app/kernel';
import { ALLOW_DEFAULT_PASSWORD, isSameOrigin, RECOGNIZE_CALLER, REQUIRED_ROLE } from '@app/platform';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { ACCESS_TOKEN } from './access-token.strategy';
import { accessErrors } from './access-errors';
import { SESSION_COOKIE } from './session-cookie.strategy';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Global guard. Below /api each handler has to say with @RequireRole who may call it; handlers elsewhere that say nothing
 * (the relay, the console's files) are not its business.
 */
@Injectable()
export class ManagementGuard extends AuthGuard([SESSION_COOKIE, ACCESS_TOKEN]) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const requiredRole = this.read<Role>(REQUIRED_ROLE, context);
    if (requiredRole === undefined) {
      if (/^\/api(?:\/|$)/i.test(request.path)) throw accessErrors.roleUndeclared();
      return true;
    }
    if (requiredRole === Role.Guest) {
      if (this.read<boolean>(RECOGNIZE_CALLER, context) === true) await this.recognize(context);
      return true;
    }
    await super.canActivate(context);
    const principal = request.user as Principal;
    if (principal.role < requiredRole) throw accessErrors.rankTooLow();
    if (principal.via === 'session' && !SAFE_METHODS.has(request.method) && !isSameOrigin(request)) {
      throw accessErrors.originForeign();
    }
    if (principal.mustChangePassword && this.read<boolean>(ALLOW_DEFAULT_PASSWORD, context) !== true) {
      throw accessErrors.passwordChangeRequired();
    }
    return true;
  }

  override handleRequest<T>(error: Error | null, user: T | false | null): T {
    if (error) throw error;
    if (!user) throw accessErrors.notLoggedIn();
    return user;
  }

  /** Whoever cannot be told is a guest. */
  private async recognize(context: ExecutionContext): Promise<void> {
    try {
      await super.canActivate(context);
    } catch {
      delete context.switchToHttp().getRequest<Request>().user;
    }
  }

  private read<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}
