import { Logger } from '@nestjs/common';
import { SystemClock } from '@app/kernel';
import type { AppConfig, OptionStore, SecretBox } from '@app/platform';
import type { StoredResponseEntity } from '../persistence/stored-response.entity';
import type { StoredResponseRepository } from '../persistence/stored-response.repository';
import type { KeptResponse } from './kept-response';
import { ResponseStore } from './response-store';

const MEGABYTE = 1024 * 1024;

function open({ days = 30, redisUrl = undefined as string | undefined } = {}) {
  const batches: string[][] = [];
  const rows = new Map<string, StoredResponseEntity>();
  const gate = { wait: Promise.resolve() };
  const repository = {
    put: jest.fn(async (batch: StoredResponseEntity[]) => {
      await gate.wait;
      batches.push(batch.map(({ id }) => id));
      for (const row of batch) rows.set(row.id, row);
    }),
    find: jest.fn((_: number, id: string) => Promise.resolve(rows.get(id) ?? null)),
    remove: (_: number, id: string) => Promise.resolve(rows.delete(id)),
  };
  const store = new ResponseStore(
    repository as unknown as StoredResponseRepository,
    { seal: (text: string) => text, open: (text: string) => text } as SecretBox,
    {
      register: () => undefined,
      get: ({ key }: { key: string }) => (key === 'StoredResponseDays' ? days : 8),
    } as unknown as OptionStore,
    { redisUrl } as AppConfig,
    new SystemClock(),
  );
  return { store, batches, rows, repository, gate };
}

const response = (id: string, bytes = 10): KeptResponse => ({
  ...{ userId: 1, id, channelId: 0, promptTokens: 1 },
  content: { input: Buffer.from('[]'), response: Buffer.from(JSON.stringify('x'.repeat(bytes))) },
});

describe('the store of responses (faked: the database)', () => {
  afterEach(() => jest.restoreAllMocks());

  it('gives back at once what is not written yet, and writes several in one go', async () => {
    const { store, batches, repository } = open();
    for (const id of ['a', 'b', 'c']) store.keep(response(id));
    expect(repository.put).not.toHaveBeenCalled();
    expect(await store.find(1, 'b')).toEqual(response('b'));
    expect(repository.find).not.toHaveBeenCalled();
    expect(await store.find(2, 'b')).toBeUndefined();
    await store.beforeApplicationShutdown();
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('keeps statements short', async () => {
    const { store, batches } = open();
    for (let i = 0; i < 25; i++) store.keep(response(`s${i}`));
    for (const id of ['l1', 'l2']) store.keep(response(id, 1.5 * MEGABYTE));
    await store.beforeApplicationShutdown();
    expect(batches.map((batch) => batch.length)).toEqual([20, 6, 1]);
  });

  it('drops what comes while the database is too far behind, and goes on', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { store, batches, gate } = open();
    let release!: () => void;
    gate.wait = new Promise((resolve) => (release = resolve));
    for (let i = 0; i < 10; i++) store.keep(response(`r${i}`, 7 * MEGABYTE));
    expect(warn).toHaveBeenCalledTimes(1);
    release();
    await store.beforeApplicationShutdown();
    expect(batches.flat()).toHaveLength(9);
    store.keep(response('later'));
    await store.beforeApplicationShutdown();
    expect(batches.flat()).toHaveLength(10);
  });

  it('survives a database that refuses', async () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { store, repository, batches } = open();
    repository.put.mockRejectedValueOnce(new Error('down'));
    store.keep(response('a'));
    await store.beforeApplicationShutdown();
    expect(error).toHaveBeenCalledTimes(1);
    expect(await store.find(1, 'a')).toBeUndefined();
    store.keep(response('b'));
    await store.beforeApplicationShutdown();
    expect(batches).toEqual([['b']]);
  });

  it('removes what is just being written', async () => {
    const { store, rows, gate } = open();
    let release!: () => void;
    gate.wait = new Promise((resolve) => (release = resolve));
    store.keep(response('a'));
    await Promise.resolve();
    const removed = store.remove(1, 'a');
    expect(await store.find(1, 'a')).toBeUndefined();
    release();
    expect(await removed).toBe(true);
    await store.beforeApplicationShutdown();
    expect(rows.size).toBe(0);
  });

  it('looks twice where another node may be about to write', async () => {
    const { store, repository } = open({ redisUrl: 'redis://x' });
    jest.useFakeTimers();
    const found = store.find(1, 'a');
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    expect(await found).toBeUndefined();
    expect(repository.find).toHaveBeenCalledTimes(2);
  });

  it('keeps nothing where the operator wants nothing stored', async () => {
    const { store, batches } = open({ days: 0 });
    store.keep(response('a'));
    await store.beforeApplicationShutdown();
    expect([store.isOn, batches, await store.find(1, 'a')]).toEqual([false, [], undefined]);
  });
});
