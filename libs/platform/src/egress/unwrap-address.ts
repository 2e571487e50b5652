import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Prefixes under which an IPv6 address stands for the IPv4 address that begins at the given byte. */
const EMBEDDING_PREFIXES: readonly { block: [ipaddr.IPv6, number]; offset: number }[] = [
  { block: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), offset: 12 },
  { block: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), offset: 12 },
  { block: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), offset: 12 },
  { block: ipaddr.IPv6.parseCIDR('2002::/16'), offset: 2 },
];

/**
 * Parses an address as sockets understand it and follows the IPv6 forms that end up at an IPv4 host (mapped, translated,
 * NAT64, 6to4), so that one rule covers all spellings of a target. Undefined when the text is no address.
 */
export function unwrapAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  for (const { block, offset } of EMBEDDING_PREFIXES) {
    if (address.match(block)) return new ipaddr.IPv4(address.toByteArray().slice(offset, offset + 4));
  }
  return address;
}
