import { UnitOfWork } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, type Repository } from 'typeorm';
import { SessionEntity } from './session.entity';

@Injectable()
export class SessionRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  private get sessions(): Repository<SessionEntity> {
    return this.unitOfWork.manager.getRepository(SessionEntity);
  }

  find(idHash: string): Promise<SessionEntity | null> {
    return this.sessions.findOneBy({ idHash });
  }

  async insert(session: SessionEntity): Promise<void> {
    await this.sessions.insert({ ...session });
  }

  async touch(idHash: string, lastSeenAt: number): Promise<void> {
    await this.sessions.update({ idHash }, { lastSeenAt });
  }

  async remove(idHash: string): Promise<void> {
    await this.sessions.delete({ idHash });
  }

  async removeOfUser(userId: number): Promise<void> {
    await this.sessions.delete({ userId });
  }

  async removeExpired(nowSeconds: number): Promise<number> {
    const result = await this.sessions.delete({ expiresAt: LessThanOrEqual(nowSeconds) });
    return result.affected ?? 0;
  }
}
