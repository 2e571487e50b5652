import ipaddr from 'ipaddr.js';
import type { Address } from './unwrap-address';

/**
 * `public`: anybody may be sent there. `private`: only when the operator allows it. `forbidden`: never; these addresses
 * hand out the machine's own cloud credentials and no model lives there.
 */
export type AddressVerdict = 'public' | 'private' | 'forbidden';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Metadata services outside the link-local range: AWS and Google over IPv6, Alibaba Cloud, Azure, Oracle. */
const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
]);

export function judgeAddress(address: Address): AddressVerdict {
  const range = address.range();
  if (range === 'linkLocal' || METADATA_ADDRESSES.has(address.toString())) return 'forbidden';
  if (range !== 'unicast') return 'private';
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST) ? 'public' : 'private';
}
