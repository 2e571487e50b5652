import { Logger } from '@nestjs/common';
import type { Redis, RedisOptions } from 'ioredis';

/** An open pair of connections: one for commands, one that listens (Redis allows no commands on a listening one). */
export interface RedisConnections {
  main: Redis;
  subscriber: Redis;
}

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
const RETRY_STEP_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/** Opens both connections; a server that does not answer a ping stops the start. */
export async function openRedis(url: string): Promise<RedisConnections> {
  // While the server is away, commands fail at once instead of queueing: their callers know how to go on without it.
  const main = await connect(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
  });
  try {
    await main.ping();
    return { main, subscriber: await connect(url, { maxRetriesPerRequest: null }) };
  } catch (error) {
    main.disconnect();
    throw error;
  }
}

async function connect(url: string, options: RedisOptions): Promise<Redis> {
  let wasReady = false;
  // A gateway by itself has no Redis and shall not keep its client in memory.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    ...options,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A server that is wrong from the start is for the operator to mend; one that went away is waited for.
    retryStrategy: (attempt) => (wasReady ? Math.min(attempt * RETRY_STEP_MS, LONGEST_RETRY_MS) : null),
  });
  let lastError: Error | undefined;
  const remember = (error: Error) => (lastError = error);
  redis.on('error', remember);
  try {
    await redis.connect();
  } catch (error) {
    if (redis.status !== 'end') redis.disconnect();
    const reason = lastError ?? (error as Error);
    throw new Error(`Redis does not answer (REDIS_CONN_STRING): ${reason.message}`, { cause: error });
  }
  wasReady = true;
  redis.off('error', remember);
  logOutages(redis);
  return redis;
}

/** One line when the server goes, one when it is back, however often the reconnect fails in between. */
function logOutages(redis: Redis): void {
  const logger = new Logger('Redis');
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.error(`connection lost: ${error.message}`);
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.warn('connection is back');
    isAway = false;
  });
}
