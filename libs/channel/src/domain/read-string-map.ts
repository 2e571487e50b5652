import { channelFieldError } from './channel-field-error';

/**
 * Reads a field that holds a JSON object of strings, as text (the form clients of this family send) or as the object
 * itself. Nothing, an empty text and `{}` all mean "no entries".
 */
export function readStringMap(field: string, value: unknown): Record<string, string> {
  const parsed = typeof value === 'string' ? parseJson(field, value) : value;
  if (parsed === undefined || parsed === null) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw channelFieldError(field, { zh: '须为 JSON 对象', en: 'must be a JSON object' });
  }
  const entries = Object.entries(parsed).map(([name, member]): [string, string] => {
    if (typeof member !== 'string') {
      throw channelFieldError(field, {
        zh: `"${name}" 的值须为字符串`,
        en: `the value of "${name}" must be a string`,
      });
    }
    return [name, member];
  });
  return Object.fromEntries(entries);
}

function parseJson(field: string, text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw channelFieldError(field, { zh: '不是合法的 JSON', en: 'is not valid JSON' });
  }
}
