import type { OnApplicationShutdown } from '@nestjs/common';
import type { AppConfig } from '../config/app-config';
import { openRedis, type RedisConnections } from './redis-connections';

/** Holder and injection token of Redis; `connections` is undefined on a single node without Redis. */
export class RedisHolder implements OnApplicationShutdown {
  constructor(readonly connections: RedisConnections | undefined) {}

  static async open(config: Pick<AppConfig, 'redisUrl'>): Promise<RedisHolder> {
    return new RedisHolder(config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl));
  }

  onApplicationShutdown(): void {
    this.connections?.subscriber.disconnect();
    this.connections?.main.disconnect();
  }
}
