import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EgressGuard, UnitOfWork } from '@app/platform';
import { Not } from 'typeorm';
import type { Actor } from '../../application/actor';
import { PriceSourceEntity } from '../../persistence/price-source.entity';
import { PriceAudit } from '../price-audit';
import { sourceExists, sourceNotFound, tooManySources } from '../price-errors';

export type SourceTerms = Pick<PriceSourceEntity, 'name' | 'url' | 'everyHours'>;

const MOST_SOURCES = 50;

/** The list of places where prices are fetched from. */
@Injectable()
export class PriceSources {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guard: EgressGuard,
    private readonly audit: PriceAudit,
    private readonly clock: Clock,
  ) {}

  list(): Promise<PriceSourceEntity[]> {
    return this.unitOfWork.manager.find(PriceSourceEntity, { order: { id: 'ASC' } });
  }

  /** Throws `price.source_not_found` (404). */
  async find(id: number): Promise<PriceSourceEntity> {
    const source = await this.unitOfWork.manager.findOneBy(PriceSourceEntity, { id });
    if (source === null) throw sourceNotFound();
    return source;
  }

  /** Throws `egress.target_refused` (422), `price.source_exists` or `price.sources_too_many` (409). */
  async add(actor: Actor, terms: SourceTerms): Promise<PriceSourceEntity> {
    this.guard.check(terms.url);
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      if ((await manager.count(PriceSourceEntity)) >= MOST_SOURCES) throw tooManySources(MOST_SOURCES);
      if (await manager.existsBy(PriceSourceEntity, { name: terms.name })) throw sourceExists(terms.name);
      const { identifiers } = await manager.insert(PriceSourceEntity, { ...terms, createdAt: this.clock.seconds() });
      this.audit.record(actor, `添加价格来源「${terms.name}」：${terms.url}`);
      return this.find((identifiers[0] as { id: number }).id);
    });
  }

  /** Throws what `add` and `find` do. */
  async update(actor: Actor, id: number, terms: SourceTerms): Promise<PriceSourceEntity> {
    this.guard.check(terms.url);
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await this.find(id);
      if (await manager.existsBy(PriceSourceEntity, { name: terms.name, id: Not(id) })) throw sourceExists(terms.name);
      // Another address offers what it has, even if the old one had the same.
      await manager.update(PriceSourceEntity, { id }, { ...terms, offerHash: '' });
      this.audit.record(actor, `修改价格来源「${terms.name}」（#${id}）：${terms.url}`);
      return this.find(id);
    });
  }

  remove(actor: Actor, id: number): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { name } = await this.find(id);
      await this.unitOfWork.manager.delete(PriceSourceEntity, { id });
      this.audit.record(actor, `删除价格来源「${name}」（#${id}）`);
    });
  }

  /** Sources whose time has come. */
  async due(): Promise<PriceSourceEntity[]> {
    const now = this.clock.seconds();
    const sources = await this.list();
    return sources.filter(({ everyHours, triedAt }) => everyHours > 0 && triedAt + everyHours * 3_600 <= now);
  }

  /** False when another node was faster. */
  async claim({ id, triedAt }: PriceSourceEntity): Promise<boolean> {
    const now = this.clock.seconds();
    const { affected } = await this.unitOfWork.manager.update(PriceSourceEntity, { id, triedAt }, { triedAt: now });
    return affected !== 0;
  }

  async note(id: number, outcome: Partial<Pick<PriceSourceEntity, 'lastError' | 'offerHash'>>): Promise<void> {
    await this.unitOfWork.manager.update(PriceSourceEntity, { id }, { ...outcome, triedAt: this.clock.seconds() });
  }
}
