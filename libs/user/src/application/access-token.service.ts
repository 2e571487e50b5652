import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sha256Hex } from '../domain/sha256-hex';
import { UserRepository } from '../persistence/user.repository';

/** The one management token a user may have. Only its hash is kept. */
@Injectable()
export class AccessTokenService {
  constructor(private readonly users: UserRepository) {}

  /** A new token; the old one stops working. */
  async renew(userId: number): Promise<string> {
    const accessToken = randomBytes(16).toString('hex');
    await this.users.update(userId, { accessTokenHash: sha256Hex(accessToken) });
    return accessToken;
  }
}
