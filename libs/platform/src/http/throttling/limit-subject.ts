import ipaddr from 'ipaddr.js';

/** Who shares one counter: an IPv4 address, or an IPv6 /64, since a single caller owns at least that many addresses. */
export function toLimitSubject(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const network = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${network.map((part) => part.toString(16)).join(':')}::/64`;
}
