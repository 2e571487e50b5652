/** Masks what must not reach a log: API keys, bearer tokens and passwords inside addresses. */
export function redact(text: string): string {
  return text
    .replace(/\b(Bearer\s+)[\w\-.~+/=]+/gi, '$1***')
    .replace(/\bsk-[A-Za-z0-9_-]{4,}/g, 'sk-***')
    .replace(/(:\/\/[^\s:/@]*:)[^\s/]*@/g, '$1***@')
    .replace(/(^|[\s"'`])([\w.-]+):[^\s"'`]+@(tcp\()/g, '$1$2:***@$3');
}
