/** What bcrypt can tell apart, and what is too short to protect anything. */
export const PASSWORD_BYTES = { least: 8, most: 72 } as const;

/** First password of the first account when nobody names another; documented, therefore no secret. */
export const DEFAULT_PASSWORD = '123456';

const API_KEY = /^[0-9A-Za-z]{48}$/;

/** The form of a caller's key without its prefix `sk-`. No dash inside: a dash introduces the channel an administrator asks for. */
export function isApiKey(text: string): boolean {
  return API_KEY.test(text);
}
