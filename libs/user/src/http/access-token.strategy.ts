import { AppError, type Principal } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { PrincipalService } from '../application/principal.service';
import { CredentialStrategy } from './credential-strategy';

export const ACCESS_TOKEN = 'access-token';

@Injectable()
export class AccessTokenStrategy extends PassportStrategy(CredentialStrategy, ACCESS_TOKEN) {
  constructor(private readonly principals: PrincipalService) {
    super(readAuthorization);
  }

  async validate(accessToken: string): Promise<Principal> {
    const principal = await this.principals.byAccessToken(accessToken);
    if (principal !== undefined) return principal;
    throw new AppError(
      'auth.access_token_invalid',
      { zh: '无权进行此操作，access token 无效', en: 'Not allowed: the access token is invalid' },
      { status: 401 },
    );
  }
}

function readAuthorization(request: Request): string | undefined {
  const token = (request.headers.authorization ?? '').trim().replace(/^bearer(?:\s+|$)/i, '');
  return token === '' ? undefined : token;
}
