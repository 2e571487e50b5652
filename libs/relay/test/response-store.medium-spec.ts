import { randomBytes } from 'node:crypto';
import { AesSecretBox, MainDataSource, migrate, UnitOfWork, type AppConfig, type OptionStore } from '@app/platform';
import { InProcessDatabase } from '../../../test/harness/in-process-database';
import { ENGINES } from '../../../test/harness/test-database';
import { relaySchema } from '../src/persistence/relay-schema';
import { StoredResponseRepository } from '../src/persistence/stored-response.repository';
import type { KeptResponse } from '../src/responses/kept-response';
import { ResponseStore } from '../src/responses/response-store';

const DAY = 86_400;

describe.each(ENGINES)('stored responses on %s (real database; simulated: clock and options)', (engine) => {
  let database: InProcessDatabase;
  let secrets: AesSecretBox;
  let now: number;
  const options: Record<string, number> = { StoredResponseDays: 30, StoredResponseMegabytes: 1 };

  beforeAll(async () => {
    database = await InProcessDatabase.open(engine, relaySchema.main);
    await migrate(database.dataSource);
  });

  beforeEach(async () => {
    secrets = new AesSecretBox(randomBytes(32));
    now = 1_000_000;
    await database.dataSource.query('DELETE FROM stored_responses');
  });

  afterAll(() => database.remove());

  /** Each knows of the others' only what is in the database. */
  const open = (): ResponseStore =>
    new ResponseStore(
      new StoredResponseRepository(new UnitOfWork(new MainDataSource(database.dataSource))),
      secrets,
      { register: () => undefined, get: ({ key }: { key: string }) => options[key] } as unknown as OptionStore,
      { redisUrl: undefined } as AppConfig,
      { seconds: () => now, now: () => now * 1000 },
    );
  const save = async (...responses: KeptResponse[]): Promise<void> => {
    const store = open();
    for (const response of responses) store.keep(response);
    await store.beforeApplicationShutdown();
  };
  const count = async (): Promise<number> => {
    const [row] = await database.dataSource.query<{ n: string | number }[]>(
      'SELECT COUNT(*) AS n FROM stored_responses',
    );
    return Number(row!.n);
  };

  it('come back as they were, short or long, to their owner alone', async () => {
    const short = response(1, 'resp_1', '你好');
    const long = response(1, 'resp_2', randomBytes(150_000).toString('base64'));
    await save(short, long);
    const store = open();
    expect(await store.find(1, 'resp_1')).toEqual(short);
    expect(await store.find(1, 'resp_2')).toEqual(long);
    expect(await store.find(2, 'resp_1')).toBeUndefined();
    expect(await store.remove(2, 'resp_1')).toBe(false);
    expect(await store.find(1, 'resp_1')).toEqual(short);
  });

  it('are told apart by owner and by case, as upstreams give ids', async () => {
    await save(response(1, 'resp_a', 'one'), response(1, 'resp_A', 'two'), response(2, 'resp_a', 'three'));
    const texts = [await open().find(1, 'resp_a'), await open().find(1, 'resp_A'), await open().find(2, 'resp_a')];
    expect(texts.map((found) => found?.content?.response.toString())).toEqual(['"one"', '"two"', '"three"']);
  });

  it('are replaced when an upstream gives an id again', async () => {
    await save(response(1, 'resp_1', 'old'));
    await save(response(1, 'resp_1', 'new'), response(1, 'resp_1', 'newest'));
    expect((await open().find(1, 'resp_1'))?.content?.response.toString()).toBe('"newest"');
    expect(await count()).toBe(1);
  });

  it('are sealed', async () => {
    await save(response(1, 'resp_1', 'very secret'));
    const [row] = await database.dataSource.query<{ content_sealed: string }[]>(
      'SELECT content_sealed FROM stored_responses',
    );
    expect(row!.content_sealed).toMatch(/^v1\.[\w-]+$/);
    secrets = new AesSecretBox(randomBytes(32));
    await expect(open().find(1, 'resp_1')).rejects.toMatchObject({ code: 'secret.unreadable' });
  });

  it('are without content when that is too large, and still known', async () => {
    await save({ ...response(1, 'resp_1', 'x'.repeat(1024 * 1024)), channelId: 4, promptTokens: 9 });
    expect(await open().find(1, 'resp_1')).toEqual({
      ...{ userId: 1, id: 'resp_1', channelId: 4, promptTokens: 9 },
      content: undefined,
    });
  });

  it('are gone once removed, written or not', async () => {
    const store = open();
    store.keep(response(1, 'resp_1', 'a'));
    expect(await store.remove(1, 'resp_1')).toBe(true);
    await store.beforeApplicationShutdown();
    expect(await store.find(1, 'resp_1')).toBeUndefined();
    store.keep(response(1, 'resp_2', 'a'));
    await store.beforeApplicationShutdown();
    expect(await store.remove(1, 'resp_2')).toBe(true);
    expect(await store.remove(1, 'resp_2')).toBe(false);
    expect(await count()).toBe(0);
  });

  it('are not found after their time, and then removed', async () => {
    await save(...Array.from({ length: 700 }, (_, i) => response(1, `resp_${i}`, 'old')));
    now += 10 * DAY;
    await save(response(1, 'resp_young', 'young'));
    now += 20 * DAY;
    expect(await open().find(1, 'resp_3')).toBeUndefined();
    expect(await open().remove(1, 'resp_3')).toBe(false);
    expect(await open().removeExpired()).toBe(700);
    expect(await count()).toBe(1);
    expect(await open().removeExpired()).toBe(0);
    expect(await open().find(1, 'resp_young')).toBeDefined();
  });
});

function response(userId: number, id: string, text: string): KeptResponse {
  const content = {
    input: Buffer.from(JSON.stringify([{ role: 'user', content: text }])),
    response: Buffer.from(JSON.stringify(text)),
  };
  return { userId, id, channelId: 0, promptTokens: 5, content };
}
