import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SESSION_LIFETIME_SECONDS } from '../application/session.service';
import { VisitorReader } from './visitor-reader';

const COOKIE_NAME = 'session';

/** The session id a browser sent; cookies of that name with another form (older versions) count as none. */
export function readSessionCookie(request: Pick<Request, 'headers'>): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator < 0 || pair.slice(0, separator).trim() !== COOKIE_NAME) continue;
    const value = pair.slice(separator + 1).trim();
    if (/^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return undefined;
}

@Injectable()
export class SessionCookieWriter {
  constructor(private readonly visitors: VisitorReader) {}

  write(request: Request, response: Response, sessionId: string): void {
    response.cookie(COOKIE_NAME, sessionId, { ...this.attributes(request), maxAge: SESSION_LIFETIME_SECONDS * 1000 });
  }

  clear(request: Request, response: Response): void {
    response.clearCookie(COOKIE_NAME, this.attributes(request));
  }

  private attributes(request: Request) {
    return { httpOnly: true, sameSite: 'lax', secure: this.visitors.isEncrypted(request), path: '/' } as const;
  }
}
