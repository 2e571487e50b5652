/** A host name or address in the one spelling that comparisons use: lower case, no brackets, no trailing dot. */
export function hostOf(hostname: string): string {
  const host = hostname.toLowerCase();
  if (host.startsWith('[') && host.endsWith(']')) return host.slice(1, -1);
  return host.replace(/\.+$/, '');
}
