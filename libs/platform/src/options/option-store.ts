import type { OptionDefinition } from './option-definition';

/** Where the text of an option is kept when that is not the table `options`. */
export interface OptionBacking {
  /** The text as it is now. Asked on every read: a map access, the same string until it changes. */
  text(key: string): string;
  /** Stores a text that the option's `parse` has accepted; throws AppError for what it cannot take. Joins the transaction. */
  write(key: string, text: string): Promise<void>;
}

/**
 * System options by key. Modules register their definitions at construction; values come from the table `options` over the
 * defaults and are parsed once per change. Reading is a map access and safe on the hot path.
 */
export abstract class OptionStore {
  abstract register(definitions: readonly OptionDefinition<unknown>[]): void;
  /** From now on the texts of these registered options are read and written there; what the table has of them is dead. */
  abstract keepElsewhere(keys: readonly string[], backing: OptionBacking): void;
  abstract get<T>(definition: OptionDefinition<T>): T;
  /** Text form, stored or default. */
  abstract text(key: string): string | undefined;
  /** All registered keys with their text, secrets left out; order of registration. */
  abstract list(): { key: string; value: string }[];
  /** Validates, stores and applies. Throws AppError `option.unknown` (404) or `option.value_invalid` (422). */
  abstract set(key: string, text: string): Promise<void>;
  /** Re-reads the table, for changes made by other nodes. */
  abstract reload(): Promise<void>;
}
