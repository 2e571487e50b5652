import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/kernel';
import { clientIp, TrustedProxies } from '@app/platform';
import type { Request } from 'express';
import type { Actor } from '../application/actor';

/** Who stands behind a request, for log rows. */
@Injectable()
export class Actors {
  constructor(private readonly proxies: TrustedProxies) {}

  of({ userId, username, role }: Principal, request: Request): Actor {
    return { userId, username, role, ip: clientIp(request, this.proxies) };
  }
}
