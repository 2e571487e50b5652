import { AppError } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { createInvitationCode } from '../domain/invitation-code';
import { UserRepository } from '../persistence/user.repository';

/** Of a billion codes so many in a row are taken only if something else is wrong. */
const MOST_TRIES = 10;

/** The code by which a user invites others. */
@Injectable()
export class InvitationCodes {
  constructor(private readonly users: UserRepository) {}

  /** Made when it is first asked for; of two requests at once both get the one that was stored. */
  async read(userId: number, draw = createInvitationCode): Promise<string> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const user = await this.users.findById(userId);
      if (user === null)
        throw new AppError('user.not_found', { zh: '用户不存在', en: 'User not found' }, { status: 404 });
      if (user.affCode) return user.affCode;
      const code = draw();
      if (!(await this.users.isInvitationCodeTaken(code))) await this.store(userId, code);
    }
    throw new Error(`no invitation code for user ${userId} after ${MOST_TRIES} tries`);
  }

  private async store(userId: number, code: string): Promise<void> {
    try {
      await this.users.giveInvitationCode(userId, code);
    } catch (error) {
      // Somebody else drew the same between the look and the write; then another is drawn.
      if (!(await this.users.isInvitationCodeTaken(code))) throw error;
    }
  }
}
