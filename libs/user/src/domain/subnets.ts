import { AppError } from '@app/kernel';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Subnet = readonly [address: Address, prefixLength: number];

/** Reads the comma list an owner typed, or names its first entry that is no block. A bare address is a block of one. */
export function parseSubnets(text: string): { ok: true; subnets: Subnet[] } | { ok: false; entry: string } {
  const subnets: Subnet[] = [];
  for (const entry of text.split(/[\s,]+/)) {
    if (entry === '') continue;
    const subnet = parseSubnet(entry);
    if (subnet === undefined) return { ok: false, entry };
    subnets.push(subnet);
  }
  return { ok: true, subnets };
}

/** The list as it is stored, one comma between entries. */
export function normaliseSubnets(text: string): string {
  const parsed = parseSubnets(text);
  if (!parsed.ok) {
    throw new AppError(
      'token.subnet_invalid',
      { zh: `无效的网段：${parsed.entry}`, en: `Invalid subnet: ${parsed.entry}` },
      { status: 422, param: 'subnet' },
    );
  }
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .join(',');
}

/** Whether the client is inside one of the blocks. An address that cannot be read is inside none. */
export function isInsideSubnets(subnets: readonly Subnet[], clientIp: string): boolean {
  if (!ipaddr.isValid(clientIp)) return false;
  const address = ipaddr.process(clientIp);
  return subnets.some(
    ([network, prefixLength]) => network.kind() === address.kind() && address.match(network, prefixLength),
  );
}

function parseSubnet(entry: string): Subnet | undefined {
  const text = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`;
  // The looser forms of IPv4 (`10.1/16`, octal, one number) mean different things to different people.
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return ipaddr.IPv4.parseCIDR(text);
  if (!ipaddr.IPv6.isValidCIDR(text)) return undefined;
  const [address, prefixLength] = ipaddr.IPv6.parseCIDR(text);
  return address.isIPv4MappedAddress() && prefixLength >= 96
    ? [address.toIPv4Address(), prefixLength - 96]
    : [address, prefixLength];
}
