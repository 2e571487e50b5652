import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The set of addresses whose X-Forwarded-For is believed, compiled once. */
export class TrustedProxies {
  private readonly blocks: readonly [Address, number][];

  get isEmpty(): boolean {
    return this.blocks.length === 0;
  }

  /** `entries` are addresses or CIDR blocks; the configuration has checked them. */
  constructor(entries: readonly string[]) {
    this.blocks = entries.map((entry) => {
      if (entry.includes('/')) return unmapBlock(ipaddr.parseCIDR(entry));
      const address = ipaddr.process(entry);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    });
  }

  contains(address: Address): boolean {
    return this.blocks.some((block) => block[0].kind() === address.kind() && address.match(block[0], block[1]));
  }
}

/** Addresses are compared with IPv4-mapped IPv6 already turned into IPv4, so blocks have to be as well. */
function unmapBlock([address, bits]: [Address, number]): [Address, number] {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96) {
    return [address.toIPv4Address(), bits - 96];
  }
  return [address, bits];
}
