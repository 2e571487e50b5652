import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, EgressGuard } from '@app/platform';
import type { buildConnector } from 'undici';
import { ConnectionStack } from './connection-stack';
import type { AnswerController, AnswerHandler } from './http1/answer-handler';
import { sharedReads } from './http1/shared-reads';
import { TurnWrites } from './http1/turn-writes';
import { UpstreamConnection, type ConnectTarget } from './http1/upstream-connection';
import { socksConnector } from './socks-connector';
import { undiciConnector } from './undici-connector';

/** A call as it goes upstream. */
export interface UpstreamRequest {
  origin: string;
  path: string;
  /** Names and values in turn. */
  headers: string[];
  /** The same as text, see requestHead. */
  head: string;
}

/** A connection for one call; `release` gives it back when the call has ended, however it ended. */
export interface Lease {
  send(request: UpstreamRequest, body: Buffer, handler: AnswerHandler): void;
  release(now: number): void;
}

interface Route {
  lease(now: number): Lease;
  prune(now: number): void;
  destroy(): Promise<void>;
}

/** Of an answer that nothing can be done about, because nobody was asked. */
const NOT_STARTED: AnswerController = { pause: () => undefined, resume: () => undefined, abort: () => undefined };

/** All connections to upstreams, by origin and proxy. */
@Injectable()
export class UpstreamConnections implements OnApplicationShutdown {
  private readonly routes = new Map<string, Route>();
  private underWay = 0;
  private readonly writes = new TurnWrites(() => this.underWay === 1);

  constructor(
    private readonly config: AppConfig,
    private readonly egress: EgressGuard,
  ) {}

  /** Throws AppError when the egress guard refuses the address. */
  lease(origin: string, proxyUrl: string | undefined, now: number): Lease {
    const key = proxyUrl === undefined ? origin : `${origin} ${proxyUrl}`;
    let route = this.routes.get(key);
    if (route === undefined) {
      route = this.openRoute(origin, proxyUrl);
      this.routes.set(key, route);
    }
    return route.lease(now);
  }

  prune(now: number): void {
    for (const route of this.routes.values()) route.prune(now);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.routes.values()].map((route) => route.destroy()));
  }

  private openRoute(origin: string, proxyUrl: string | undefined): Route {
    this.egress.check(origin);
    if (proxyUrl === undefined)
      return this.direct(
        origin,
        undiciConnector({ ...this.connectOptions, ...sharedReads(), lookup: this.egress.lookup }),
      );
    const { protocol } = new URL(proxyUrl);
    this.egress.check(proxyUrl.replace(/^socks5h?:/, 'http:'));
    if (protocol.startsWith('socks'))
      return this.direct(origin, socksConnector(proxyUrl, this.connectOptions.timeout, this.egress.lookup));
    return this.throughHttpProxy(proxyUrl);
  }

  private direct(origin: string, connect: buildConnector.connector): Route {
    const target = connectTarget(origin);
    const stack = new ConnectionStack(() => new UpstreamConnection(target, connect, this.writes));
    return {
      lease: (now) => {
        const connection = stack.take(now);
        this.underWay++;
        return {
          send: ({ head }, body, handler) => connection.send(head, body, handler),
          release: (releasedAt) => {
            this.underWay--;
            stack.give(connection, releasedAt);
          },
        };
      },
      prune: (now) => stack.prune(now),
      destroy: () => Promise.resolve(stack.destroy()),
    };
  }

  /** What a proxy needs (CONNECT, its own TLS, its credentials) is left to undici: such calls are rare and slow anyway. */
  private throughHttpProxy(proxyUrl: string): Route {
    const agent = import('undici').then(
      ({ ProxyAgent }) =>
        new ProxyAgent({
          uri: proxyUrl,
          // RunningCall watches both for all calls at once.
          headersTimeout: 0,
          bodyTimeout: 0,
          // Both the connection to the proxy and the guard's word about its address.
          proxyTls: { ...this.connectOptions, lookup: this.egress.lookup } as buildConnector.BuildOptions,
        }),
    );
    const lease: Lease = {
      send: ({ origin, path, headers }, body, handler) => {
        agent.then(
          (opened) => opened.dispatch({ origin, path, method: 'POST', headers, body }, handler),
          (error: Error) => handler.onResponseError(NOT_STARTED, error),
        );
      },
      release: () => undefined,
    };
    const destroy = (): Promise<void> =>
      agent.then(
        (opened) => opened.destroy(),
        () => undefined,
      );
    return { lease: () => lease, prune: () => undefined, destroy };
  }

  private get connectOptions() {
    return { timeout: this.config.relay.connectTimeoutSeconds * 1000 };
  }
}

function connectTarget(origin: string): ConnectTarget {
  const { hostname, host, protocol, port } = new URL(origin);
  return { hostname: hostname.replace(/^\[|\]$/g, ''), host, protocol, port };
}
