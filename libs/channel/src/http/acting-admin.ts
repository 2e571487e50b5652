import { Injectable } from '@nestjs/common';
import { Role, type Principal } from '@app/kernel';
import { clientIp, TrustedProxies } from '@app/platform';
import type { Request } from 'express';
import type { ChannelActor } from '../application/channel-actor';

/** Who stands behind a request, for the log. */
@Injectable()
export class ActingAdmin {
  constructor(private readonly proxies: TrustedProxies) {}

  of(request: Request): ChannelActor {
    // The management guard has put him there, or the request would not have come this far.
    const user = request.user as Principal;
    return { userId: user.userId, username: user.username, ip: clientIp(request, this.proxies), isRoot: user.role >= Role.Root };
  }
}
