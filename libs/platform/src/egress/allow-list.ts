import ipaddr from 'ipaddr.js';
import { hostOf } from './host-of';
import { unwrapAddress, type Address } from './unwrap-address';

/** What UPSTREAM_ALLOW_PRIVATE opens: host names, addresses, CIDR blocks, or everything (`*`). */
export class AllowList {
  private readonly everything: boolean;
  private readonly hosts = new Set<string>();
  private readonly blocks: [Address, number][] = [];

  constructor(entries: readonly string[]) {
    const texts = entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
    this.everything = texts.includes('*');
    for (const text of texts) if (text !== '*') this.add(text);
  }

  allowsHost(host: string): boolean {
    return this.everything || this.hosts.has(host);
  }

  allowsAddress(address: Address): boolean {
    return (
      this.everything ||
      this.blocks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
    );
  }

  private add(text: string): void {
    if (text.includes('/')) {
      this.blocks.push(readBlock(text));
      return;
    }
    const host = hostOf(text);
    const address = unwrapAddress(host);
    if (address === undefined) this.hosts.add(host);
    else this.blocks.push([address, address.kind() === 'ipv4' ? 32 : 128]);
  }
}

function readBlock(text: string): [Address, number] {
  try {
    return ipaddr.parseCIDR(text);
  } catch (cause) {
    throw new Error(`UPSTREAM_ALLOW_PRIVATE: "${text}" is not a CIDR block`, { cause });
  }
}
