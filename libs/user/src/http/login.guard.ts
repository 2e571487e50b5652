import { AppError } from '@app/kernel';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';

/** Checks name and password and puts the user on the request. */
@Injectable()
export class LoginGuard extends AuthGuard('local') {
  override canActivate(context: ExecutionContext) {
    const body = context.switchToHttp().getRequest<Request>().body as Record<string, unknown> | undefined;
    // passport-local would also take them from the query string, where they end up in logs, and takes any type.
    if (!isFilled(body?.['username']) || !isFilled(body?.['password'])) {
      throw new AppError(
        'auth.credentials_missing',
        { zh: '用户名或密码为空', en: 'User name or password is empty' },
        { status: 422 },
      );
    }
    return super.canActivate(context);
  }
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
