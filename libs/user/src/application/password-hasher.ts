import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { compare, hash } from 'bcrypt';
import { isTooLongForBcrypt } from '../domain/password-rules';

const COST = 10;

@Injectable()
export class PasswordHasher {
  private decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** Takes the same time whether there is a hash or not, so that the time does not tell which names exist. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const hasHash = passwordHash !== undefined && passwordHash !== '';
    const isSame = await compare(password, hasHash ? passwordHash : await this.decoyHash());
    return isSame && hasHash && !isTooLongForBcrypt(password);
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= hash(randomBytes(16).toString('hex'), COST);
    return this.decoy;
  }
}
