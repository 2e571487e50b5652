import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import type { AppConfig } from './app-config';
import { ConfigError } from './config-error';
import { environmentSchema, type Environment } from './environment-schema';
import { parseDsn } from './parse-dsn';
import { parseSqlitePath } from './parse-sqlite-path';

/**
 * Reads the environment over the `.env` file of the working directory. Throws ConfigError with everything that is wrong.
 */
export function loadConfig(env: NodeJS.ProcessEnv, workingDirectory: string): AppConfig {
  const parsed = environmentSchema.safeParse(mergeSources(env, workingDirectory));
  if (parsed.success) return toConfig(parsed.data, workingDirectory);
  throw new ConfigError(parsed.error.issues.map((issue) => ({ variable: String(issue.path[0]), text: issue.message })));
}

/** An empty variable counts as absent: compose files pass `NAME=` for what the operator left out. */
function mergeSources(env: NodeJS.ProcessEnv, workingDirectory: string): Record<string, string> {
  const file = join(workingDirectory, '.env');
  const fromFile = existsSync(file) ? parse(readFileSync(file)) : {};
  const merged: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(fromFile), ...Object.entries(env)]) {
    if (value !== undefined && value.trim() !== '') merged[name] = value;
  }
  return merged;
}

function toConfig(values: Environment, workingDirectory: string): AppConfig {
  const dataDir = resolve(workingDirectory, values.DATA_DIR);
  const sqlite = { directory: workingDirectory, busyTimeoutMs: values.SQLITE_BUSY_TIMEOUT };
  return {
    port: values.PORT,
    host: values.HOST,
    nodeType: values.NODE_TYPE,
    dataDir,
    logDir: values.LOG_DIR === undefined ? undefined : resolve(workingDirectory, values.LOG_DIR),
    database:
      parseDsn(values.SQL_DSN ?? '', sqlite) ??
      parseSqlitePath(values.SQLITE_PATH ?? join(dataDir, 'chat-api.db'), sqlite),
    logDatabase: parseDsn(values.LOG_SQL_DSN ?? '', sqlite),
    databasePool: {
      maxIdle: values.SQL_MAX_IDLE_CONNS,
      maxOpen: values.SQL_MAX_OPEN_CONNS,
      maxLifetimeSeconds: values.SQL_MAX_LIFETIME ?? (values.SQL_CONN_MAX_LIFETIME ?? 1) * 60,
    },
    redisUrl: values.REDIS_CONN_STRING,
    syncFrequencySeconds: values.SYNC_FREQUENCY,
    walletMode: values.WALLET_MODE,
    cryptoSecret: values.CRYPTO_SECRET,
    sessionSecret: values.SESSION_SECRET,
    rateLimits: { globalApi: values.GLOBAL_API_RATE_LIMIT, globalWeb: values.GLOBAL_WEB_RATE_LIMIT },
    trustedProxies: values.TRUSTED_PROXIES,
    upstreamAllowPrivate: values.UPSTREAM_ALLOW_PRIVATE,
    relay: {
      timeoutSeconds: values.RELAY_TIMEOUT,
      connectTimeoutSeconds: values.RELAY_CONNECT_TIMEOUT,
      firstByteTimeoutSeconds: values.RELAY_FIRST_BYTE_TIMEOUT,
      idleTimeoutSeconds: values.RELAY_IDLE_TIMEOUT,
      heartbeatSeconds: values.RELAY_HEARTBEAT,
      maxBodyBytes: values.RELAY_MAX_BODY_MB * 1024 * 1024,
      shutdownGraceSeconds: values.SHUTDOWN_GRACE,
    },
    mediaFetch: {
      maxBytes: values.MEDIA_FETCH_MAX_MB * 1024 * 1024,
      timeoutSeconds: values.MEDIA_FETCH_TIMEOUT,
      cacheBytes: values.MEDIA_FETCH_CACHE_MB * 1024 * 1024,
      allowPrivate: values.MEDIA_FETCH_ALLOW_PRIVATE,
    },
    initialRoot: {
      password: values.INITIAL_ROOT_PASSWORD,
      token: values.INITIAL_ROOT_TOKEN,
      accessToken: values.INITIAL_ROOT_ACCESS_TOKEN,
    },
    schedulerEnabled: values.SCHEDULER_ENABLED,
    channelJobs: {
      testEveryMinutes: values.CHANNEL_TEST_FREQUENCY,
      balanceEveryMinutes: values.CHANNEL_UPDATE_FREQUENCY,
      pauseSeconds: values.POLLING_INTERVAL,
    },
    batchUpdate: { enabled: values.BATCH_UPDATE_ENABLED, intervalSeconds: values.BATCH_UPDATE_INTERVAL },
    memoryCacheEnabled: values.MEMORY_CACHE_ENABLED,
    geminiSafetySetting: values.GEMINI_SAFETY_SETTING,
    debug: values.DEBUG,
    adjustHour: values.ADJUSTHOUR,
    frontendBaseUrl: values.FRONTEND_BASE_URL,
    defaultLocale: values.DEFAULT_LOCALE,
  };
}
