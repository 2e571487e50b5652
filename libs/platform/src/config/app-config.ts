import type { Locale } from '@app/kernel';

/** Where a database lives; parsed from SQL_DSN / LOG_SQL_DSN / SQLITE_PATH. */
export type DatabaseTarget =
  | { engine: 'sqlite'; path: string; busyTimeoutMs: number }
  | {
      engine: 'mysql' | 'postgres';
      host: string;
      port: number;
      user: string;
      password: string;
      database: string;
      tls: 'off' | 'verify' | 'skip-verify';
    };

/**
 * Everything the environment decides, read and checked once before the application is built (load-config.ts) and
 * injected as this class. Options that operators change while running are not here: see OptionStore.
 */
export abstract class AppConfig {
  /** PORT: HTTP port; 0 lets the system choose. */
  abstract readonly port: number;
  /** HOST: address to listen on. */
  abstract readonly host: string;
  /** NODE_TYPE: only a master migrates and creates the first account. */
  abstract readonly nodeType: 'master' | 'slave';
  /** DATA_DIR: SQLite file, settlement journal and generated secret; absolute. */
  abstract readonly dataDir: string;
  /** LOG_DIR: folder for log files as well as stdout; undefined = stdout only. */
  abstract readonly logDir: string | undefined;
  abstract readonly database: DatabaseTarget;
  /** LOG_SQL_DSN: own database for logs; undefined = same as `database`. */
  abstract readonly logDatabase: DatabaseTarget | undefined;
  /** SQL_MAX_IDLE_CONNS, SQL_MAX_OPEN_CONNS, SQL_MAX_LIFETIME: pool of MySQL and PostgreSQL. */
  abstract readonly databasePool: { maxIdle: number; maxOpen: number; maxLifetimeSeconds: number };
  /** REDIS_CONN_STRING; undefined = single node. */
  abstract readonly redisUrl: string | undefined;
  /** SYNC_FREQUENCY: seconds between re-reads of what other nodes may have changed. */
  abstract readonly syncFrequencySeconds: number;
  /** WALLET_MODE: one gateway owns all balances, or gateways borrow slices of them. */
  abstract readonly walletMode: 'owned' | 'leased';
  /** CRYPTO_SECRET: key for stored secrets; undefined = a generated file in dataDir. */
  abstract readonly cryptoSecret: string | undefined;
  /** SESSION_SECRET: accepted for compatibility; mixed into session hashes when set. */
  abstract readonly sessionSecret: string | undefined;
  /** GLOBAL_API_RATE_LIMIT, GLOBAL_WEB_RATE_LIMIT: calls per 180 s and client address. */
  abstract readonly rateLimits: { globalApi: number; globalWeb: number };
  /** TRUSTED_PROXIES: addresses or CIDR blocks whose X-Forwarded-For is believed; empty = nobody's. */
  abstract readonly trustedProxies: readonly string[];
  /** UPSTREAM_ALLOW_PRIVATE: hosts, addresses or CIDR blocks in private networks that channels may reach; `*` = all. */
  abstract readonly upstreamAllowPrivate: readonly string[];
  abstract readonly relay: RelayConfig;
  abstract readonly mediaFetch: MediaFetchConfig;
  /** INITIAL_ROOT_*: used when the first account is made, checked at every start. */
  abstract readonly initialRoot: {
    password: string | undefined;
    /** Without `sk-`. */
    token: string | undefined;
    accessToken: string | undefined;
  };
  /** SCHEDULER_ENABLED: run jobs inside the gateway (the worker app always does). */
  abstract readonly schedulerEnabled: boolean;
  /** CHANNEL_TEST_FREQUENCY, CHANNEL_UPDATE_FREQUENCY in minutes; undefined = never. POLLING_INTERVAL in seconds. */
  abstract readonly channelJobs: {
    testEveryMinutes: number | undefined;
    balanceEveryMinutes: number | undefined;
    pauseSeconds: number;
  };
  /** BATCH_UPDATE_ENABLED / _INTERVAL: accepted; group commit is always on, the interval sets its period when enabled. */
  abstract readonly batchUpdate: { enabled: boolean; intervalSeconds: number };
  /** MEMORY_CACHE_ENABLED: accepted; the in-memory snapshot is always on. */
  abstract readonly memoryCacheEnabled: boolean;
  /** GEMINI_SAFETY_SETTING. */
  abstract readonly geminiSafetySetting: string;
  /** DEBUG: SQL and debug lines in the log. */
  abstract readonly debug: boolean;
  /** ADJUSTHOUR: hours added to UTC in day and hour statistics. */
  abstract readonly adjustHour: number;
  /** FRONTEND_BASE_URL: slaves only, redirects console paths there. */
  abstract readonly frontendBaseUrl: string | undefined;
  /** DEFAULT_LOCALE: language of API messages when the caller names none. */
  abstract readonly defaultLocale: Locale;
}

export interface RelayConfig {
  /** RELAY_TIMEOUT: whole call, seconds; 0 = no limit. */
  timeoutSeconds: number;
  /** RELAY_CONNECT_TIMEOUT, seconds. */
  connectTimeoutSeconds: number;
  /** RELAY_FIRST_BYTE_TIMEOUT: until the upstream's headers, seconds; 0 = no limit. */
  firstByteTimeoutSeconds: number;
  /** RELAY_IDLE_TIMEOUT: between two reads of an answer, seconds; 0 = no limit. */
  idleTimeoutSeconds: number;
  /** RELAY_HEARTBEAT: seconds of silence before a comment line is sent on a stream; 0 = never. */
  heartbeatSeconds: number;
  /** RELAY_MAX_BODY_MB, as bytes. */
  maxBodyBytes: number;
  /** SHUTDOWN_GRACE: seconds that open streams get after SIGTERM. */
  shutdownGraceSeconds: number;
}

/** What callers' addresses of pictures and documents are fetched with. */
export interface MediaFetchConfig {
  /** MEDIA_FETCH_MAX_MB, as bytes; 0 = nothing is fetched. */
  maxBytes: number;
  /** MEDIA_FETCH_TIMEOUT: one file with its redirects, seconds. */
  timeoutSeconds: number;
  /** MEDIA_FETCH_CACHE_MB, as bytes; 0 = no cache. */
  cacheBytes: number;
  /** MEDIA_FETCH_ALLOW_PRIVATE: like upstreamAllowPrivate, which callers must not profit from. */
  allowPrivate: readonly string[];
}
