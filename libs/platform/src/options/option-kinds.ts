import type { OptionDefinition } from './option-definition';
import { optionValueInvalid } from './option-errors';

export function textOption(key: string, defaultText = '', traits: { secret?: boolean } = {}): OptionDefinition<string> {
  return { key, defaultText, ...traits, parse: (text) => text };
}

export function booleanOption(key: string, defaultValue: boolean): OptionDefinition<boolean> {
  return {
    key,
    defaultText: String(defaultValue),
    parse(text) {
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw optionValueInvalid(key, '必须为 true 或 false', 'it must be true or false');
    },
  };
}

export interface NumberRange {
  min?: number;
  max?: number;
}

export function integerOption(key: string, defaultValue: number, range: NumberRange = {}): OptionDefinition<number> {
  return numberOption(key, defaultValue, { min: 0, max: Number.MAX_SAFE_INTEGER, ...range }, /^-?\d{1,16}$/, [
    '整数',
    'a whole number',
  ]);
}

export function decimalOption(key: string, defaultValue: number, range: NumberRange = {}): OptionDefinition<number> {
  return numberOption(
    key,
    defaultValue,
    { min: 0, max: 1e15, ...range },
    /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?$/i,
    ['数字', 'a number'],
  );
}

function numberOption(
  key: string,
  defaultValue: number,
  range: Required<NumberRange>,
  form: RegExp,
  [zh, en]: [string, string],
): OptionDefinition<number> {
  return {
    key,
    defaultText: String(defaultValue),
    parse(text) {
      const trimmed = text.trim();
      const number = form.test(trimmed) ? Number(trimmed) : NaN;
      if (number >= range.min && number <= range.max) return number;
      throw optionValueInvalid(
        key,
        `必须为 ${range.min} 到 ${range.max} 之间的${zh}`,
        `it must be ${en} from ${range.min} to ${range.max}`,
      );
    },
  };
}
