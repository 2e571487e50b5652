import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, EgressGuard } from '@app/platform';
import { buildConnector, Client, ProxyAgent, type Dispatcher } from 'undici';
import { ConnectionStack } from './connection-stack';
import { socksConnector } from './socks-connector';

/** A connection for one call; `release` gives it back when the call has ended, however it ended. */
export interface Lease {
  dispatcher: Dispatcher;
  release(now: number): void;
}

interface Route {
  lease(): Lease;
  prune(now: number): void;
  destroy(): Promise<void>;
}

/** One of 5 seconds would give up on far regions; ten minutes of keep-alive outlives what upstreams offer. */
const KEEP_ALIVE_MS = 60_000;
const KEEP_ALIVE_LIMIT_MS = 600_000;

/** All connections to upstreams, by origin and proxy. */
@Injectable()
export class UpstreamConnections implements OnApplicationShutdown {
  private readonly routes = new Map<string, Route>();

  constructor(
    private readonly config: AppConfig,
    private readonly egress: EgressGuard,
  ) {}

  /** Throws AppError when the egress guard refuses the address. */
  lease(origin: string, proxyUrl: string | undefined): Lease {
    const key = proxyUrl === undefined ? origin : `${origin} ${proxyUrl}`;
    let route = this.routes.get(key);
    if (route === undefined) {
      route = this.openRoute(origin, proxyUrl);
      this.routes.set(key, route);
    }
    return route.lease();
  }

  prune(now: number): void {
    for (const route of this.routes.values()) route.prune(now);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.routes.values()].map((route) => route.destroy()));
  }

  private openRoute(origin: string, proxyUrl: string | undefined): Route {
    this.egress.check(origin);
    if (proxyUrl === undefined) return this.direct(origin, buildConnector({ ...this.connectOptions, lookup: this.egress.lookup }));
    const { protocol } = new URL(proxyUrl);
    this.egress.check(proxyUrl.replace(/^socks5h?:/, 'http:'));
    if (protocol.startsWith('socks')) return this.direct(origin, socksConnector(proxyUrl, this.connectOptions.timeout, this.egress.lookup));
    return this.throughHttpProxy(proxyUrl);
  }

  private direct(origin: string, connect: buildConnector.connector): Route {
    const stack = new ConnectionStack(() => new Client(origin, { ...this.clientOptions, connect }));
    return {
      lease: () => {
        const client = stack.take();
        return { dispatcher: client, release: (now) => stack.give(client, now) };
      },
      prune: (now) => stack.prune(now),
      destroy: () => stack.destroy(),
    };
  }

  private throughHttpProxy(proxyUrl: string): Route {
    const agent = new ProxyAgent({
      uri: proxyUrl,
      ...this.clientOptions,
      // Both the connection to the proxy and the guard's word about its address.
      proxyTls: { ...this.connectOptions, lookup: this.egress.lookup } as buildConnector.BuildOptions,
    });
    const lease: Lease = { dispatcher: agent, release: () => undefined };
    return { lease: () => lease, prune: () => undefined, destroy: () => agent.destroy() };
  }

  private get connectOptions() {
    return { timeout: this.config.relay.connectTimeoutSeconds * 1000 };
  }

  private get clientOptions() {
    return {
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_LIMIT_MS,
      // RunningCall watches both for all calls at once.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
  }
}
