import type { OptionDefinition } from './option-definition';
import { optionValueInvalid } from './option-errors';

/** A JSON object of names with numbers that are not negative, e.g. prices. Read as a map, so no name is special. */
export function jsonNumberMapOption(
  key: string,
  defaultValue: Readonly<Record<string, number>> = {},
): OptionDefinition<ReadonlyMap<string, number>> {
  return {
    key,
    defaultText: JSON.stringify(defaultValue),
    parse(text) {
      const entries = Object.entries(readObject(key, text));
      for (const [name, value] of entries) {
        if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
          throw optionValueInvalid(
            key,
            `"${name}" 的值必须为不小于 0 的数字`,
            `"${name}" must be a number of 0 or more`,
          );
        }
      }
      return new Map(entries as [string, number][]);
    },
  };
}

function readObject(key: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw optionValueInvalid(key, `不是有效的 JSON（${reason}）`, `it is not JSON (${reason})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw optionValueInvalid(key, '必须为 JSON 对象', 'it must be a JSON object');
}
