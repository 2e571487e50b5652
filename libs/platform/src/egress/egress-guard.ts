import { lookup as resolveHost, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AppError } from '@app/kernel';
import { AllowList } from './allow-list';
import { hostOf } from './host-of';
import { judgeAddress } from './judge-address';
import { unwrapAddress } from './unwrap-address';

export type ResolveHost = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Keeps requests to addresses that people typed out of the machine's own network. Both halves are needed: `check` before
 * every request and every redirect, because sockets do not resolve literal addresses; `lookup` as the socket's resolver,
 * because a name may point anywhere and may change between check and use.
 */
export class EgressGuard {
  private readonly allowList: AllowList;

  constructor(
    allowPrivate: readonly string[],
    private readonly resolve: ResolveHost = resolveHost,
  ) {
    this.allowList = new AllowList(allowPrivate);
  }

  /** Throws AppError 422 unless the URL is http(s) and its host may be connected as far as its spelling tells. */
  check(url: string): void {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) throw schemeRefused();
    this.checkHost(parsed.hostname);
  }

  /** The same for a bare host as `URL.hostname` gives it, e.g. that of a proxy. */
  checkHost(hostname: string): void {
    const host = hostOf(hostname);
    if (host === '') throw targetRefused(hostname);
    if (unwrapAddress(host) !== undefined) {
      if (!this.allows(host, host)) throw targetRefused(host);
    } else if ((host === 'localhost' || host.endsWith('.localhost')) && !this.allows(host, '127.0.0.1')) {
      throw targetRefused(host);
    }
  }

  /**
   * Resolver for sockets (`net.connect`, undici's `connect`). Hands over only addresses it has judged, so what was
   * checked is what gets connected; one bad address among several spoils the name.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    this.resolve(hostname, { family, hints: options.hints ?? 0, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const host = hostOf(hostname);
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !this.allows(host, address));
      if (first === undefined || refused !== undefined) {
        return callback(targetRefused(`${host} (${refused?.address ?? 'no address'})`), []);
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  private allows(host: string, addressText: string): boolean {
    const address = unwrapAddress(addressText);
    if (address === undefined) return false;
    const verdict = judgeAddress(address);
    if (verdict !== 'private') return verdict === 'public';
    return this.allowList.allowsHost(host) || this.allowList.allowsAddress(address);
  }
}

/** The target itself is for staff only: the error may surface to a caller who must not learn where upstreams live. */
function targetRefused(target: string): AppError {
  return new AppError(
    'egress.target_refused',
    {
      zh: '目标地址位于内网或保留网段，已拒绝访问；如确需访问，请管理员将该地址加入 UPSTREAM_ALLOW_PRIVATE（链路本地与云元数据地址始终禁止）',
      en: 'The target lies in a private or reserved network and was refused. If it is meant, add the address to UPSTREAM_ALLOW_PRIVATE (link-local and cloud metadata addresses are never allowed).',
    },
    { status: 422, staffDetail: `refused target: ${target}` },
  );
}

function schemeRefused(): AppError {
  return new AppError(
    'egress.target_refused',
    { zh: '地址无效：只接受 http:// 或 https:// 开头的 URL', en: 'The address must be an http:// or https:// URL.' },
    { status: 422 },
  );
}
