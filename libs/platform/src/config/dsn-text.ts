import { parseDsn } from './parse-dsn';
import { DsnError } from './parse-server-dsn';
import { text } from './variable-kinds';

/** A database address that is known to be readable; reading it into a target needs the other variables. */
export const dsnText = text.superRefine((value, context) => {
  try {
    parseDsn(value, { directory: '/', busyTimeoutMs: 0 });
  } catch (error) {
    if (!(error instanceof DsnError)) throw error;
    context.addIssue({ code: 'custom', message: `is not understood; ${error.message}` });
  }
});
