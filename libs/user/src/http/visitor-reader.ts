import { clientIp, TrustedProxies } from '@app/platform';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import type { Request } from 'express';
import type { Visitor } from '../application/session.service';

/** What may be believed about the other end of a request: its address, its program, whether the way here is encrypted. */
@Injectable()
export class VisitorReader {
  constructor(private readonly trusted: TrustedProxies) {}

  read(request: Request): Visitor {
    return { ip: clientIp(request, this.trusted), userAgent: request.headers['user-agent'] ?? '' };
  }

  /** A proxy that ends TLS says so in X-Forwarded-Proto; anybody else's header counts for nothing. */
  isEncrypted(request: Pick<Request, 'socket' | 'headers'>): boolean {
    if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
    const peer = request.socket.remoteAddress ?? '';
    if (!ipaddr.isValid(peer) || !this.trusted.contains(ipaddr.process(peer))) return false;
    const protocols = [request.headers['x-forwarded-proto'] ?? []].flat().join(',');
    return protocols.split(',')[0]!.trim().toLowerCase() === 'https';
  }
}
