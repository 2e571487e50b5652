import { z } from 'zod';
import { dsnText } from './dsn-text';
import { initialAccessToken, initialApiKey, initialPassword } from './initial-root-kinds';
import {
  flag,
  hostsAndNetworks,
  jobMinutes,
  networks,
  oneOf,
  secretText,
  text,
  url,
  wholeNumber,
} from './variable-kinds';
import { optionalVariable, variable } from './variable-registry';

const NO_EFFECT_EN = 'Accepted, without effect: ';
const NO_EFFECT_ZH = '可以保留，但不起作用：';

/** Every environment variable the program knows; others are ignored. Order is the order of the README table. */
export const environmentSchema = z.object({
  PORT: variable(wholeNumber(0, 65_535), '3000', 'HTTP port; 0 lets the system choose', 'HTTP 端口；0 由系统选择'),
  HOST: variable(text, '0.0.0.0', 'Address to listen on', '监听地址'),
  NODE_TYPE: variable(
    oneOf('master', 'slave'),
    'master',
    'A slave neither migrates the database nor creates the first account',
    '从节点（slave）不迁移数据库，也不创建初始账号',
  ),
  DATA_DIR: variable(
    text,
    './data',
    'Folder of the SQLite file, the settlement journal and the generated key',
    'SQLite 文件、结算日志与自动生成的密钥所在目录',
  ),
  LOG_DIR: optionalVariable(
    text,
    'Folder for log files; lines also go to standard output',
    '日志文件目录；日志同时输出到标准输出',
    'standard output only',
  ),
  SQL_DSN: optionalVariable(
    dsnText,
    'Database: postgres://…, mysql://…, user:password@tcp(host:3306)/database or sqlite://path; empty = SQLite',
    '数据库：postgres://…、mysql://…、user:password@tcp(host:3306)/database 或 sqlite://路径；留空为 SQLite',
  ),
  LOG_SQL_DSN: optionalVariable(
    dsnText,
    'Database of its own for logs, same forms or a file path',
    '日志使用的独立数据库，格式同上，也可为文件路径',
    'same as SQL_DSN',
  ),
  SQLITE_PATH: optionalVariable(
    text,
    'SQLite file; options may follow, e.g. ?_busy_timeout=5000',
    'SQLite 文件；可带参数，如 ?_busy_timeout=5000',
    '<DATA_DIR>/chat-api.db',
  ),
  SQLITE_BUSY_TIMEOUT: variable(
    wholeNumber(0),
    '5000',
    'Milliseconds to wait for a locked SQLite file; _busy_timeout in the path wins',
    '等待 SQLite 文件解锁的毫秒数；路径中的 _busy_timeout 优先',
  ),
  SQL_MAX_IDLE_CONNS: variable(wholeNumber(0, 100_000), '100', 'Idle connections kept open', '保持的空闲连接数'),
  SQL_MAX_OPEN_CONNS: variable(wholeNumber(1, 100_000), '1000', 'Most connections to the database', '数据库最大连接数'),
  SQL_MAX_LIFETIME: optionalVariable(wholeNumber(1), 'Seconds a connection lives', '连接存活的秒数', '60'),
  SQL_CONN_MAX_LIFETIME: optionalVariable(
    wholeNumber(1, 35_791_394),
    'Minutes a connection lives; SQL_MAX_LIFETIME wins',
    '连接存活的分钟数；SQL_MAX_LIFETIME 优先',
  ),
  REDIS_CONN_STRING: optionalVariable(
    url('redis', 'rediss'),
    'redis://user:password@host:6379/0; needed as soon as there is more than one node',
    'redis://user:password@host:6379/0；多节点部署时必须设置',
  ),
  SYNC_FREQUENCY: variable(
    wholeNumber(1, 86_400),
    '60',
    'Seconds between re-reads of what other nodes may have changed',
    '重新读取其他节点所做修改的间隔秒数',
  ),
  WALLET_MODE: variable(
    oneOf('owned', 'leased'),
    'owned',
    'owned: one gateway holds all balances in memory; leased: several gateways share one database and borrow what they spend',
    'owned：单个网关在内存中持有全部余额；leased：多个网关共用一个数据库，按需借用额度',
  ),
  CRYPTO_SECRET: optionalVariable(
    secretText(16),
    'Key for stored secrets; must be equal on all nodes and must never change',
    '存储密钥所用的加密口令；所有节点必须一致且不可更改',
    '<DATA_DIR>/secret.key, generated',
  ),
  SESSION_SECRET: optionalVariable(
    secretText(1),
    'Mixed into session hashes; equal on all nodes, a change signs everybody out',
    '参与会话散列；所有节点必须一致，更改后所有人需重新登录',
  ),
  INITIAL_ROOT_PASSWORD: optionalVariable(
    initialPassword,
    'Password of the account root when it is created, 8 to 72 bytes',
    '创建 root 账号时的密码，8 至 72 字节',
    '123456, must be changed at the first login',
  ),
  INITIAL_ROOT_TOKEN: optionalVariable(
    initialApiKey,
    'API key created together with the account root: sk- and 48 letters and digits',
    '随 root 账号一起创建的 API 令牌：sk- 加 48 位字母和数字',
  ),
  INITIAL_ROOT_ACCESS_TOKEN: optionalVariable(
    initialAccessToken,
    'Management access token of the account root when it is created, at least 16 characters',
    '创建 root 账号时的系统访问令牌，至少 16 个字符',
  ),
  DEFAULT_LOCALE: variable(
    oneOf('zh', 'en'),
    'zh',
    'Language of API messages when the caller names none (zh, en)',
    '调用方未指明语言时 API 消息的语言（zh、en）',
  ),
  TRUSTED_PROXIES: variable(
    networks,
    '',
    'Addresses or blocks whose X-Forwarded-For is believed, separated by commas',
    '信任其 X-Forwarded-For 的地址或网段，逗号分隔',
  ),
  GLOBAL_API_RATE_LIMIT: variable(
    wholeNumber(0),
    '180',
    'Calls of /api and of the billing figures per client address in 180 s; 0 = no limit',
    '每个客户端地址 180 秒内调用 /api 和查询额度接口的次数；0 为不限',
  ),
  GLOBAL_WEB_RATE_LIMIT: variable(
    wholeNumber(0),
    '400',
    'Requests for pages and files of the console per client address in 180 s; 0 = no limit',
    '每个客户端地址 180 秒内请求控制台页面和文件的次数；0 为不限',
  ),
  RELAY_TIMEOUT: variable(
    wholeNumber(0, 86_400),
    '0',
    'Seconds for a whole relayed call; 0 = no limit',
    '单次转发的总秒数；0 为不限',
  ),
  RELAY_CONNECT_TIMEOUT: variable(wholeNumber(1, 3600), '10', 'Seconds to connect to an upstream', '连接上游的秒数'),
  RELAY_FIRST_BYTE_TIMEOUT: variable(
    wholeNumber(0, 86_400),
    '600',
    "Seconds until the upstream's headers; 0 = no limit",
    '等待上游响应头的秒数；0 为不限',
  ),
  RELAY_IDLE_TIMEOUT: variable(
    wholeNumber(0, 86_400),
    '300',
    'Seconds between two parts of an answer; 0 = no limit',
    '应答两段之间的秒数；0 为不限',
  ),
  RELAY_HEARTBEAT: variable(
    wholeNumber(0, 3600),
    '15',
    'Seconds of silence before a comment line is sent on a stream; 0 = never',
    '流式应答静默多少秒后发送注释行；0 为不发送',
  ),
  RELAY_MAX_BODY_MB: variable(wholeNumber(1, 1024), '32', 'Largest request body in MB', '请求体上限（MB）'),
  UPSTREAM_ALLOW_PRIVATE: variable(
    hostsAndNetworks,
    '',
    'Hosts, addresses or blocks in private networks that channels may reach; * = all',
    '渠道可访问的内网主机、地址或网段；* 为全部',
  ),
  MEDIA_FETCH_MAX_MB: variable(
    wholeNumber(0, 1024),
    '20',
    'Largest picture or document in MB that is fetched from its address for upstreams that take none; 0 = nothing is fetched',
    '上游不接受链接时，由网关代为下载的单个图片或文档上限（MB）；0 为不下载',
  ),
  MEDIA_FETCH_TIMEOUT: variable(
    wholeNumber(1, 3600),
    '15',
    'Seconds for such a fetch, redirects included',
    '单次下载（含重定向）的秒数',
  ),
  MEDIA_FETCH_CACHE_MB: variable(
    wholeNumber(0, 65_536),
    '64',
    'Memory in MB for what was fetched in the last minute; 0 = nothing is kept',
    '缓存最近一分钟下载内容的内存（MB）；0 为不缓存',
  ),
  MEDIA_FETCH_ALLOW_PRIVATE: variable(
    hostsAndNetworks,
    '',
    'Hosts, addresses or blocks in private networks that pictures and documents may be fetched from; * = all',
    '下载图片与文档时可访问的内网主机、地址或网段；* 为全部',
  ),
  GEMINI_SAFETY_SETTING: variable(
    oneOf(
      'BLOCK_NONE',
      'BLOCK_ONLY_HIGH',
      'BLOCK_MEDIUM_AND_ABOVE',
      'BLOCK_LOW_AND_ABOVE',
      'OFF',
      'HARM_BLOCK_THRESHOLD_UNSPECIFIED',
    ),
    'BLOCK_NONE',
    'Threshold of all Gemini safety settings',
    '所有 Gemini 安全设置的阈值',
  ),
  SHUTDOWN_GRACE: variable(
    wholeNumber(0, 86_400),
    '30',
    'Seconds that running calls get after SIGTERM',
    '收到 SIGTERM 后留给进行中调用的秒数',
  ),
  SCHEDULER_ENABLED: variable(flag, 'true', 'Run background jobs inside the gateway', '在网关进程内运行后台任务'),
  CHANNEL_TEST_FREQUENCY: optionalVariable(
    jobMinutes,
    'Minutes between tests of all channels',
    '测试全部渠道的间隔分钟数',
    'never',
  ),
  CHANNEL_UPDATE_FREQUENCY: optionalVariable(
    jobMinutes,
    'Minutes between reads of all channel balances',
    '更新全部渠道余额的间隔分钟数',
    'never',
  ),
  POLLING_INTERVAL: variable(
    wholeNumber(0, 86_400),
    '0',
    'Seconds between two channels in these jobs',
    '上述任务中两个渠道之间的间隔秒数',
  ),
  BATCH_UPDATE_ENABLED: variable(
    flag,
    'false',
    'Collect charges for BATCH_UPDATE_INTERVAL instead of a few milliseconds',
    '按 BATCH_UPDATE_INTERVAL 汇总扣费，而非数毫秒',
  ),
  BATCH_UPDATE_INTERVAL: variable(wholeNumber(1, 3600), '5', 'Seconds charges are collected', '汇总扣费的秒数'),
  ADJUSTHOUR: variable(
    wholeNumber(-23, 23),
    '0',
    'Hours added to UTC in day and hour statistics',
    '按日、按小时统计时在 UTC 上增加的小时数',
  ),
  FRONTEND_BASE_URL: optionalVariable(
    url('http', 'https'),
    'Slaves only: console paths are redirected there',
    '仅从节点：控制台路径重定向到该地址',
  ),
  // Many programs share the name DEBUG, with values of their own; those must not stop the start.
  DEBUG: variable(
    text.transform((value) => ['true', '1'].includes(value.toLowerCase())),
    'false',
    'true: SQL and debug lines in the log',
    'true：日志中输出 SQL 与调试信息',
  ),
  TZ: optionalVariable(
    text,
    'Time zone of log lines; read from the real environment, not from .env',
    '日志时间所用时区；取自真实环境变量，而非 .env',
    'system',
  ),
  MEMORY_CACHE_ENABLED: variable(
    flag,
    'false',
    `${NO_EFFECT_EN}channels and options are always held in memory`,
    `${NO_EFFECT_ZH}渠道与选项始终缓存在内存中`,
  ),
  TIKTOKEN_CACHE_DIR: optionalVariable(
    text,
    `${NO_EFFECT_EN}the vocabularies are part of the program`,
    `${NO_EFFECT_ZH}词表已随程序提供`,
  ),
  DATA_GYM_CACHE_DIR: optionalVariable(
    text,
    `${NO_EFFECT_EN}the vocabularies are part of the program`,
    `${NO_EFFECT_ZH}词表已随程序提供`,
  ),
  GIN_MODE: optionalVariable(text, `${NO_EFFECT_EN}use DEBUG`, `${NO_EFFECT_ZH}请使用 DEBUG`),
  ENABLE_PPROF: optionalVariable(
    text,
    `${NO_EFFECT_EN}use the profiler of Node.js`,
    `${NO_EFFECT_ZH}请使用 Node.js 的分析工具`,
  ),
});

export type Environment = z.output<typeof environmentSchema>;
