import { Logger } from '@nestjs/common';
import { MainDataSource } from '../src/database/main-data-source';
import { UnitOfWork } from '../src/database/unit-of-work';
import { LocalEventBus } from '../src/events/local-event-bus';
import { AesSecretBox } from '../src/secrets/aes-secret-box';
import { DatabaseOptionStore } from '../src/options/database-option-store';
import { jsonNumberMapOption } from '../src/options/json-number-map-option';
import { booleanOption, decimalOption, integerOption, textOption } from '../src/options/option-kinds';
import { OptionRow } from '../src/options/option-row.entity';
import { openOptionsDatabase, type TestDatabase } from './support/options-database';

// Real: SQLite, transactions, event bus.
const retries = integerOption('RetryTimes', 0, { max: 10 });
const prices = jsonNumberMapOption('ModelPrice', { a: 1 });
const token = textOption('SMTPToken', '', { secret: true });
const enabled = booleanOption('Enabled', false);
const box = new AesSecretBox(Buffer.alloc(32, 7));

const failure = (code: string, status: number) => expect.objectContaining({ code, status }) as Error;

describe('DatabaseOptionStore', () => {
  let database: TestDatabase;
  let events: LocalEventBus;
  let unitOfWork: UnitOfWork;
  let store: DatabaseOptionStore;

  const open = async () => {
    const main = new MainDataSource(database.dataSource);
    unitOfWork = new UnitOfWork(main);
    const opened = await DatabaseOptionStore.open(main, unitOfWork, events, box);
    opened.register([retries, prices, token, enabled]);
    return opened;
  };

  beforeEach(async () => {
    database = await openOptionsDatabase();
    events = new LocalEventBus();
    store = await open();
  });
  afterEach(() => database.close());

  it('starts with the defaults', () => {
    expect(store.get(retries)).toBe(0);
    expect(store.get(prices).get('a')).toBe(1);
    expect(store.text('RetryTimes')).toBe('0');
    expect(store.text('Unheard')).toBeUndefined();
  });

  it('stores, applies and announces a change, and a new node reads it', async () => {
    const changed: string[] = [];
    events.subscribe('option.changed', ({ key }) => void changed.push(`${key}=${store.get(retries)}`));
    await store.set('RetryTimes', '3');
    await store.set('RetryTimes', '4');
    expect(changed).toEqual(['RetryTimes=3', 'RetryTimes=4']);
    const second = await open();
    expect(second.get(retries)).toBe(4);
  });

  it('hears of a change of another node when it reads again', async () => {
    const other = await open();
    await other.set('ModelPrice', '{"b":2.5}');
    expect(store.get(prices).has('b')).toBe(false);
    await store.reload();
    expect([...store.get(prices)]).toEqual([['b', 2.5]]);
  });

  it('refuses unknown keys and bad values, and keeps what was stored', async () => {
    await expect(store.set('Nope', 'x')).rejects.toThrow(failure('option.unknown', 404));
    for (const bad of ['', 'x', '1.5', '-1', '11']) {
      await expect(store.set('RetryTimes', bad)).rejects.toThrow(failure('option.value_invalid', 422));
    }
    for (const bad of ['{', '[]', 'null', '{"a":-1}', '{"a":"1"}']) {
      await expect(store.set('ModelPrice', bad)).rejects.toThrow(failure('option.value_invalid', 422));
    }
    await expect(store.set('ModelPrice', JSON.stringify({ ['x'.repeat(70_000)]: 1 }))).rejects.toThrow(/65535/);
    expect(await database.dataSource.manager.count(OptionRow)).toBe(0);
    expect(store.get(prices).get('a')).toBe(1);
  });

  it('never lists a secret, and an empty text keeps it', async () => {
    await store.set('SMTPToken', 'geheim');
    await store.set('SMTPToken', '');
    expect(store.get(token)).toBe('geheim');
    expect(store.list()).toEqual([
      { key: 'RetryTimes', value: '0' },
      { key: 'ModelPrice', value: '{"a":1}' },
      { key: 'Enabled', value: 'false' },
    ]);
  });

  it('seals secrets where they are stored, and reads those of before', async () => {
    const { manager } = database.dataSource;
    await store.set('SMTPToken', 'geheim');
    const row = await manager.findOneByOrFail(OptionRow, { key: 'SMTPToken' });
    expect(row.value).not.toContain('geheim');
    expect((await open()).get(token)).toBe('geheim');
    await manager.update(OptionRow, { key: 'SMTPToken' }, { value: 'in clear' });
    expect((await open()).get(token)).toBe('in clear');
  });

  it('applies nothing when the surrounding transaction fails', async () => {
    let announced = 0;
    events.subscribe('option.changed', () => void announced++);
    const work = unitOfWork.run(async () => {
      await store.set('RetryTimes', '5');
      throw new Error('later step');
    });
    await expect(work).rejects.toThrow('later step');
    expect([store.get(retries), announced, await database.dataSource.manager.count(OptionRow)]).toEqual([0, 0, 0]);
  });

  it('asks the preconditions of an option with the new value', async () => {
    const guarded = {
      ...booleanOption('Guarded', false),
      check(value: boolean, options: { text(key: string): string | undefined }) {
        if (value && options.text('Enabled') !== 'true') throw new Error('first Enabled');
      },
    };
    store.register([guarded]);
    await expect(store.set('Guarded', 'true')).rejects.toThrow('first Enabled');
    await store.set('Enabled', 'true');
    await store.set('Guarded', 'true');
    expect(store.get(guarded)).toBe(true);
  });

  it('goes on with the default when a stored text is no longer acceptable', async () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await database.dataSource.manager.insert(OptionRow, { key: 'RetryTimes', value: 'many' });
    const second = await open();
    expect(second.get(retries)).toBe(0);
    expect(error).toHaveBeenCalledTimes(1);
    error.mockRestore();
  });

  it('refuses two definitions of one key and reads of unregistered ones', () => {
    store.register([retries]);
    expect(() => store.register([integerOption('RetryTimes', 1)])).toThrow(/defined twice/);
    expect(() => store.get(decimalOption('Other', 1))).toThrow(/not registered/);
  });

  it('has a schema that agrees with its migration', async () => {
    const changes = await database.dataSource.driver.createSchemaBuilder().log();
    expect(changes.upQueries.map((query) => query.query)).toEqual([]);
  });
});
