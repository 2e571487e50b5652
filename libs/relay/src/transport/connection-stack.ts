import { type Client } from 'undici';

interface IdleConnection {
  client: Client;
  since: number;
}

const KEEP_IDLE_MS = 90_000;

/**
 * Connections to one origin, one call at a time on each. The one that was used last is taken first: it is warm, and the
 * rest can age out. There is no upper bound: a cap would silently queue streams behind each other.
 */
export class ConnectionStack {
  private readonly idle: IdleConnection[] = [];

  constructor(private readonly open: () => Client) {}

  take(): Client {
    for (;;) {
      const connection = this.idle.pop();
      if (connection === undefined) return this.open();
      if (!connection.client.destroyed && !connection.client.closed) return connection.client;
    }
  }

  /** Only after the call on it has ended: a busy connection would queue the next one. */
  give(client: Client, now: number): void {
    this.idle.push({ client, since: now });
  }

  /** Closes what nobody needed for a while; the oldest are at the bottom. */
  prune(now: number): void {
    let count = 0;
    while (count < this.idle.length && now - this.idle[count]!.since > KEEP_IDLE_MS) count++;
    for (const { client } of this.idle.splice(0, count)) client.close().catch(() => undefined);
  }

  async destroy(): Promise<void> {
    await Promise.all(this.idle.splice(0).map(({ client }) => client.destroy()));
  }
}
