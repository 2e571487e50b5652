/** Patterns for `LOWER(column) LIKE … ESCAPE '!'`; a backslash as escape means something else on each engine. */
export const beginningWith = (text: string): string => `${escaped(text)}%`;
export const containing = (text: string): string => `%${escaped(text)}%`;

function escaped(text: string): string {
  return text.toLowerCase().replace(/[!%_]/g, '!$&');
}
