import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { OutgoingMailEntity } from './outgoing-mail.entity';

/** While an attempt may last; after that its process is taken for dead. */
const ATTEMPT_SECONDS = 180;

export type NewMail = Pick<OutgoingMailEntity, 'dedupeKey' | 'userId' | 'recipients' | 'subject' | 'sealedBody'>;

/** Rows of mails; every change of one is conditional, so that of several nodes one sends it. */
@Injectable()
export class Outbox {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The address of a user; empty = he has none, or is gone. */
  async addressOf(userId: number): Promise<string> {
    const row = await this.unitOfWork.manager
      .createQueryBuilder()
      .select('t.email', 'email')
      .from('users', 't')
      .where('t.id = :userId AND t.deleted_at IS NULL', { userId })
      .getRawOne<{ email: string }>();
    return row?.email ?? '';
  }

  /** False when the key was used before. */
  async add(mail: NewMail): Promise<boolean> {
    const { manager } = this.unitOfWork;
    if (await manager.existsBy(OutgoingMailEntity, { dedupeKey: mail.dedupeKey })) return false;
    const now = this.clock.seconds();
    const row = { ...mail, createdAt: now, nextAttemptAt: now };
    // Somebody else may have been faster by a moment; an error would undo the caller's transaction on PostgreSQL.
    await manager.createQueryBuilder().insert().into(OutgoingMailEntity).values(row).orIgnore().execute();
    return true;
  }

  /** The next mail that is due, for this process alone; undefined = none. */
  async take(): Promise<OutgoingMailEntity | undefined> {
    const { manager } = this.unitOfWork;
    for (;;) {
      const now = this.clock.seconds();
      const mail = await manager
        .createQueryBuilder(OutgoingMailEntity, 'mail')
        .where('mail.status = :status AND mail.nextAttemptAt <= :now', { status: 'pending', now })
        .orderBy('mail.nextAttemptAt')
        .addOrderBy('mail.id')
        .limit(1)
        .getOne();
      if (mail === null) return undefined;
      const { id, attempts } = mail;
      const taken = await manager.update(
        OutgoingMailEntity,
        { id, status: 'pending', attempts },
        { attempts: attempts + 1, nextAttemptAt: now + ATTEMPT_SECONDS },
      );
      if (taken.affected === 1) return { ...mail, attempts: attempts + 1 };
    }
  }

  async markSent({ id }: OutgoingMailEntity): Promise<void> {
    const sent = { status: 'sent' as const, sentAt: this.clock.seconds(), sealedBody: null, lastError: '' };
    await this.unitOfWork.manager.update(OutgoingMailEntity, { id }, sent);
  }

  /** `retryAfterSeconds` undefined = it is given up. */
  async markFailed(
    { id, attempts }: OutgoingMailEntity,
    error: string,
    retryAfterSeconds: number | undefined,
  ): Promise<void> {
    const lastError = error.slice(0, 500);
    const outcome =
      retryAfterSeconds === undefined
        ? { status: 'failed' as const, sealedBody: null, lastError }
        : { nextAttemptAt: this.clock.seconds() + retryAfterSeconds, lastError };
    await this.unitOfWork.manager.update(OutgoingMailEntity, { id, attempts, status: 'pending' }, outcome);
  }

  /** Gives up what is still unsent after so many seconds. */
  async giveUpOlderThan(seconds: number): Promise<void> {
    await this.unitOfWork.manager
      .createQueryBuilder()
      .update(OutgoingMailEntity)
      .set({ status: 'failed', sealedBody: null, lastError: 'too old' })
      .where('status = :status AND created_at < :time', { status: 'pending', time: this.clock.seconds() - seconds })
      .execute();
  }

  async forgetOlderThan(seconds: number): Promise<void> {
    await this.unitOfWork.manager
      .createQueryBuilder()
      .delete()
      .from(OutgoingMailEntity)
      .where('created_at < :time', { time: this.clock.seconds() - seconds })
      .execute();
  }
}
