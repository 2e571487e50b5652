import { SECRET_MASK, secretMissing } from './secret-mask';

type Headers = Readonly<Record<string, string>>;

/** Rather a harmless value masked than a credential shown: parts of names, not whole ones. */
const SECRET_NAME = /auth|key|token|secret|passw|pwd|cookie|credential|signature|session|jwt/i;
const SECRET_VALUE = /^\s*(?:bearer|basic)\s|^\s*sk-/i;

export function isCredentialHeader(name: string, value: string): boolean {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value);
}

/** What administrators see: names of all headers, values of those that hold no credential. */
export function maskHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isCredentialHeader(name, value) ? SECRET_MASK : value]),
  );
}

/** Headers that came back from a client: where a mask stands, the stored value stays. `stored` = what can be read of it. */
export function mergeMaskedHeaders(stored: Headers | undefined, sent: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      if (value !== SECRET_MASK) return [name, value];
      const kept = stored?.[name];
      if (kept === undefined) throw secretMissing('headers');
      return [name, kept];
    }),
  );
}
