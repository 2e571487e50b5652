import { channelFieldError } from './channel-field-error';
import { readStringMap } from './read-string-map';

const STATUS = /^[1-5]\d\d$/;

/** Upstream status → status that counts, from a JSON object of three-digit strings. */
export function readStatusMapping(field: string, value: unknown): Map<number, number> {
  const mapping = new Map<number, number>();
  for (const [from, to] of Object.entries(readStringMap(field, value))) {
    if (!STATUS.test(from) || !STATUS.test(to)) {
      throw channelFieldError(field, {
        zh: `"${from}": "${to}" 须为 100 到 599 的状态码`,
        en: `"${from}": "${to}" must be status codes from 100 to 599`,
      });
    }
    mapping.set(Number(from), Number(to));
  }
  return mapping;
}
