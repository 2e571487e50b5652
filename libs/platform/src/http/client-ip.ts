import ipaddr from 'ipaddr.js';
import type { TrustedProxies } from './trusted-proxies';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What tells where a request comes from. */
export interface RequestOrigin {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Who calls: the right-most hop that is not a trusted proxy. The header counts only when the peer itself is trusted, so
 * that a caller cannot choose his address. IPv4 in IPv6 form comes out as IPv4. Empty when the peer is already gone.
 */
export function clientIp(request: RequestOrigin, trusted: TrustedProxies): string {
  const peer = request.socket.remoteAddress ?? '';
  if (trusted.isEmpty) return normalised(peer);
  let address = parse(peer);
  if (address === undefined) return '';
  const hops = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  while (trusted.contains(address)) {
    const hop = hops.pop();
    const next = hop === undefined ? undefined : parse(hop);
    if (next === undefined) break;
    address = next;
  }
  return address.toString();
}

const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, string>();

/** The address in its normal form; the same few peers come again and again. */
function normalised(peer: string): string {
  let text = remembered.get(peer);
  if (text === undefined) {
    text = parse(peer)?.toString() ?? '';
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(peer, text);
  }
  return text;
}

/** Accepts what proxies write: blanks, `[v6]:port`, `v4:port`, a zone. */
function parse(text: string): Address | undefined {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const withoutZone = bare.replace(/%.*$/, '');
  return ipaddr.isValid(withoutZone) ? ipaddr.process(withoutZone) : undefined;
}
