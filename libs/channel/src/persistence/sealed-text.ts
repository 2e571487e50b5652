import { AppError } from '@app/kernel';
import type { SecretBox } from '@app/platform';

/**
 * The text of a column that is sealed as a whole; empty stays empty. Rows written before the column was sealed hold it in
 * clear until SealStoredChannels has been there, and are read as they are. Throws when the key is another one.
 */
export function openText(stored: string, secrets: SecretBox): string {
  return stored === '' || !secrets.isSealed(stored) ? stored : secrets.open(stored);
}

/** Like `openText`, but undefined when the text cannot be opened: views and forms must work all the same. */
export function openTextIfReadable(stored: string, secrets: SecretBox): string | undefined {
  try {
    return openText(stored, secrets);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
