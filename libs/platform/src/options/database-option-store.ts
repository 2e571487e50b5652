import { Logger } from '@nestjs/common';
import type { MainDataSource } from '../database/main-data-source';
import type { UnitOfWork } from '../database/unit-of-work';
import type { EventBus } from '../events/event-bus';
import type { SecretBox } from '../secrets/secret-box';
import type { OptionDefinition } from './option-definition';
import { optionUnknown, optionValueInvalid } from './option-errors';
import { OptionRow } from './option-row.entity';
import { OptionStore, type OptionBacking } from './option-store';

/** What MySQL's `text` holds; the other engines would take more. */
const LARGEST_VALUE_BYTES = 65_535;

interface Entry {
  definition: OptionDefinition<unknown>;
  text: string;
  value: unknown;
}

export class DatabaseOptionStore extends OptionStore {
  private readonly logger = new Logger('Options');
  private readonly entries = new Map<string, Entry>();
  private readonly backings = new Map<string, OptionBacking>();
  private stored: ReadonlyMap<string, string> = new Map();
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly main: MainDataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly box: SecretBox,
  ) {
    super();
  }

  /** A store that has read the table, so that values are right from the first registration on. */
  static async open(
    main: MainDataSource,
    unitOfWork: UnitOfWork,
    events: EventBus,
    box: SecretBox,
  ): Promise<DatabaseOptionStore> {
    const store = new DatabaseOptionStore(main, unitOfWork, events, box);
    await store.reload();
    return store;
  }

  register(definitions: readonly OptionDefinition<unknown>[]): void {
    for (const definition of definitions) {
      const known = this.entries.get(definition.key);
      if (known?.definition === definition) continue;
      if (known !== undefined) throw new Error(`the option ${definition.key} is defined twice`);
      this.entries.set(definition.key, this.toEntry(definition, this.storedText(definition)));
    }
  }

  keepElsewhere(keys: readonly string[], backing: OptionBacking): void {
    for (const key of keys) this.backings.set(key, backing);
  }

  get<T>(definition: OptionDefinition<T>): T {
    const entry = this.current(definition.key);
    if (entry === undefined) throw new Error(`the option ${definition.key} is not registered`);
    return entry.value as T;
  }

  text(key: string): string | undefined {
    return this.current(key)?.text;
  }

  list(): { key: string; value: string }[] {
    return [...this.entries.values()]
      .filter((entry) => entry.definition.secret !== true)
      .map(({ definition: { key }, text }) => ({ key, value: this.current(key)?.text ?? text }));
  }

  async set(key: string, text: string): Promise<void> {
    const definition = this.entries.get(key)?.definition;
    if (definition === undefined) throw optionUnknown(key);
    if (definition.secret === true && text === '') return;
    const value = definition.parse(text);
    const backing = this.backings.get(key);
    if (backing === undefined && Buffer.byteLength(text) > LARGEST_VALUE_BYTES) {
      throw optionValueInvalid(key, '内容过长，最多 65535 字节', 'it is longer than 65535 bytes');
    }
    definition.check?.(value, this);
    await this.unitOfWork.run(async () => {
      if (backing !== undefined) await backing.write(key, text);
      else await this.unitOfWork.manager.upsert(OptionRow, { key, value: this.toStored(definition, text) }, ['key']);
      this.unitOfWork.afterCommit(() => {
        if (backing === undefined) this.entries.set(key, { definition, text, value });
        this.events.publish('option.changed', { key });
      });
    });
  }

  /** One at a time: an older read that ends later must not undo a newer one. */
  reload(): Promise<void> {
    this.reading = this.reading.catch(() => undefined).then(() => this.read());
    return this.reading;
  }

  private async read(): Promise<void> {
    const rows = await this.main.dataSource.manager.find(OptionRow);
    this.stored = new Map(rows.map((row) => [row.key, row.value]));
    for (const { definition, text } of this.entries.values()) {
      if (this.backings.has(definition.key)) continue;
      const next = this.storedText(definition) ?? definition.defaultText;
      if (next !== text) this.entries.set(definition.key, this.toEntry(definition, next));
    }
  }

  private current(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    const text = entry === undefined ? undefined : this.backings.get(key)?.text(key);
    if (entry === undefined || text === undefined || text === entry.text) return entry;
    const next = this.toEntry(entry.definition, text);
    this.entries.set(key, next);
    return next;
  }

  private toStored({ secret }: OptionDefinition<unknown>, text: string): string {
    return secret === true ? this.box.seal(text) : text;
  }

  /** Secrets that were stored in clear before they were sealed go on to count; what cannot be opened is told and does not. */
  private storedText({ key, secret }: OptionDefinition<unknown>): string | undefined {
    const stored = this.stored.get(key);
    if (secret !== true || stored === undefined || !this.box.isSealed(stored)) return stored;
    try {
      return this.box.open(stored);
    } catch (error) {
      this.logger.error(`stored option ${key} is ignored: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** A stored text that is no longer acceptable must not stop the gateway: the default counts until it is mended. */
  private toEntry(definition: OptionDefinition<unknown>, text: string | undefined): Entry {
    if (text !== undefined && text !== definition.defaultText) {
      try {
        return { definition, text, value: definition.parse(text) };
      } catch (error) {
        const reason = definition.secret === true ? 'its value is invalid' : (error as Error).message;
        this.logger.error(`stored option ${definition.key} is ignored, the default counts: ${reason}`);
      }
    }
    return { definition, text: text ?? definition.defaultText, value: definition.parse(definition.defaultText) };
  }
}
