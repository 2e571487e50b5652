import { channelFieldError } from './channel-field-error';
import { readStringMap } from './read-string-map';

/** They belong to the connection; set by hand they break the request or smuggle a second one into it. */
const RESERVED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
]);
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Extra request headers of a channel; names come back in lower case. */
export function readExtraHeaders(field: string, value: unknown): Record<string, string> {
  const entries = Object.entries(readStringMap(field, value)).map(([name, text]): [string, string] => {
    const lowerName = name.trim().toLowerCase();
    if (!NAME.test(lowerName)) {
      throw channelFieldError(field, { zh: `"${name}" 不是合法的请求头名称`, en: `"${name}" is not a header name` });
    }
    if (RESERVED.has(lowerName)) {
      throw channelFieldError(field, {
        zh: `不允许设置请求头 ${lowerName}`,
        en: `the header ${lowerName} must not be set`,
      });
    }
    if (!VALUE.test(text)) {
      throw channelFieldError(field, {
        zh: `请求头 ${lowerName} 的值含有非法字符`,
        en: `the value of the header ${lowerName} has characters that headers cannot carry`,
      });
    }
    return [lowerName, text];
  });
  return Object.fromEntries(entries);
}
