import { SECRET_MASK } from './secret-mask';

/** Scheme, user info up to the last `@` before the path, the rest; text and not URL, so that the rest stays as typed. */
const WITH_USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]+)(@.*)$/is;

/** What administrators see of a proxy's address: no password, and of a lone user name (often a token) nothing. */
export function maskProxyUrl(url: string): string {
  const match = WITH_USER_INFO.exec(url);
  if (match === null) return url;
  const [, scheme = '', userInfo = '', rest = ''] = match;
  return `${scheme}${userInfo.slice(0, userInfo.indexOf(':') + 1)}${SECRET_MASK}${rest}`;
}

/** The text of views; undefined = a stored address that cannot be opened. */
export function shownProxyUrl(url: string | undefined): string {
  return url === undefined ? SECRET_MASK : maskProxyUrl(url);
}

export function hasProxyCredentials(url: string): boolean {
  return WITH_USER_INFO.test(url);
}

/** Whether the secret of the address is the mask: it came back from a form. */
export function isMaskedProxyUrl(url: string): boolean {
  return hasProxyCredentials(url) && maskProxyUrl(url) === url;
}
