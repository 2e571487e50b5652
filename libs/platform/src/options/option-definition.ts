import type { OptionStore } from './option-store';

/**
 * One system option. Its text form is what is stored and what the API shows; `parse` turns it into the value the
 * program uses and throws AppError (422, code `option.value_invalid`) when the text is not acceptable.
 */
export interface OptionDefinition<T> {
  key: string;
  /** Text form of the default. */
  defaultText: string;
  /** Never sent back by the API; an empty text put by a client keeps the stored one. */
  secret?: boolean;
  parse(text: string): T;
  /** Preconditions on other options, asked before a new value is stored; throws AppError. */
  check?(value: T, options: Pick<OptionStore, 'get' | 'text'>): void;
}
