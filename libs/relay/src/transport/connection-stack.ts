import type { UpstreamConnection } from './http1/upstream-connection';

interface IdleConnection {
  connection: UpstreamConnection;
  until: number;
}

/** Upstreams that say nothing mostly keep a connection for a minute or longer; this stays clear of the minute itself. */
const KEEP_IDLE_MS = 55_000;
const KEEP_IDLE_LIMIT_MS = 600_000;
/** A call must not be sent in the moment in which the server closes. */
const SAFETY_MS = 1_000;

/**
 * Connections to one origin, one call at a time on each. The one that was used last is taken first: it is warm, and the
 * rest can age out. There is no upper bound: a cap would silently queue streams behind each other.
 */
export class ConnectionStack {
  private readonly idle: IdleConnection[] = [];
  private isDestroyed = false;

  constructor(private readonly open: () => UpstreamConnection) {}

  take(now: number): UpstreamConnection {
    for (;;) {
      const last = this.idle.pop();
      if (last === undefined) return this.open();
      if (last.until > now && last.connection.isReusable) return last.connection;
      last.connection.close();
    }
  }

  /** Only after the call on it has ended. */
  give(connection: UpstreamConnection, now: number): void {
    if (this.isDestroyed || !connection.isReusable) return connection.close();
    const { keepAliveSeconds } = connection;
    const keepMs =
      keepAliveSeconds === undefined ? KEEP_IDLE_MS : Math.min(keepAliveSeconds * 1000, KEEP_IDLE_LIMIT_MS) - SAFETY_MS;
    this.idle.push({ connection, until: now + keepMs });
  }

  /** Closes what nobody needed for a while. */
  prune(now: number): void {
    let kept = 0;
    for (const entry of this.idle) {
      if (entry.until > now && entry.connection.isReusable) this.idle[kept++] = entry;
      else entry.connection.close();
    }
    this.idle.length = kept;
  }

  /** Closes what is idle now, and what is given back later. */
  destroy(): void {
    this.isDestroyed = true;
    for (const { connection } of this.idle.splice(0)) connection.close();
  }
}
