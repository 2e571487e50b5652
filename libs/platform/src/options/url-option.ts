import type { OptionDefinition } from './option-definition';
import { optionValueInvalid } from './option-errors';

/** An http or https address without its trailing slash; an empty text stands for `whenEmpty`. */
export function urlOption(key: string, whenEmpty = ''): OptionDefinition<string> {
  return {
    key,
    defaultText: '',
    parse(text) {
      const trimmed = text.trim();
      if (trimmed === '') return whenEmpty;
      if (/^https?:\/\//i.test(trimmed) && URL.canParse(trimmed)) return trimmed.replace(/\/+$/, '');
      throw optionValueInvalid(
        key,
        '必须为 http:// 或 https:// 开头的地址',
        'it must be an address with http:// or https://',
      );
    },
  };
}
