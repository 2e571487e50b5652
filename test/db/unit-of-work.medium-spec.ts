import { MainDataSource, UnitOfWork } from '@app/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InProcessDatabase } from '../harness/in-process-database';
import { ENGINES } from '../harness/test-database';

@Entity('purses')
class Purse {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  coins: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(ENGINES)('interleaved work on %s (real database)', (engine) => {
  let database: InProcessDatabase;
  let unitOfWork: UnitOfWork;

  beforeEach(async () => {
    database = await InProcessDatabase.open(engine, { entities: [Purse], migrations: [] });
    await database.dataSource.synchronize();
    unitOfWork = new UnitOfWork(new MainDataSource(database.dataSource));
    await unitOfWork.manager.insert(Purse, [1, 2].map((id) => ({ id, coins: 100 })));
  });

  afterEach(() => database.remove());

  const coins = async (id: number) => (await database.dataSource.manager.findOneByOrFail(Purse, { id })).coins;
  const spend = (id: number, count: number) =>
    unitOfWork.manager
      .createQueryBuilder()
      .update(Purse)
      .set({ coins: () => `coins - ${count}` })
      .where('id = :id AND coins >= :count', { id, count })
      .execute();

  it("keeps a write that another request makes while a transaction is open, when that transaction is rolled back", async () => {
    const failing = unitOfWork.run(async () => {
      await spend(1, 10);
      await pause(30);
      throw new Error('rolled back');
    });
    await pause(10);
    await Promise.all([spend(2, 7), expect(failing).rejects.toThrow('rolled back')]);
    expect([await coins(1), await coins(2)]).toEqual([100, 93]);
  });

  it('runs many transactions at once, each all or nothing', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        unitOfWork.run(async () => {
          await spend(1, 1);
          await pause(i % 3);
          await spend(2, 1);
          if (i % 2 === 0) throw new Error('rolled back');
        }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(25);
    expect([await coins(1), await coins(2)]).toEqual([75, 75]);
  });

  it('lets exactly one of eight conditional debits win', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => spend(1, 60)));
    expect(results.filter((result) => result.affected === 1)).toHaveLength(1);
    expect(await coins(1)).toBe(40);
  });

  it('joins nested units and runs after-commit work once everything is committed, never after a rollback', async () => {
    const told: string[] = [];
    await unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => told.push('outer'));
      await unitOfWork.run(async () => {
        unitOfWork.afterCommit(() => told.push('inner'));
        await spend(1, 1);
      });
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['outer', 'inner']);
    await unitOfWork
      .run(async () => {
        unitOfWork.afterCommit(() => told.push('never'));
        await unitOfWork.run(() => spend(1, 1));
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(told).toHaveLength(2);
    expect(await coins(1)).toBe(99);
  });

  it('shows nobody a write before it is committed', async () => {
    const open = unitOfWork.run(async () => {
      await spend(1, 50);
      await pause(20);
    });
    await pause(5);
    const seen = coins(1);
    await open;
    // On SQLite the reader waits for the transaction, elsewhere it reads the last committed state: never 50 uncommitted.
    expect([50, 100]).toContain(await seen);
  });

  if (engine === 'sqlite') {
    it('refuses a statement beside the transaction that would wait for itself', async () => {
      await expect(unitOfWork.run(() => coins(1))).rejects.toThrow('Statement outside the running transaction');
    });
  }
});
