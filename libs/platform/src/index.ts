export { AppConfig } from './config/app-config';
export type { DatabaseTarget, MediaFetchConfig, RelayConfig } from './config/app-config';
export { ConfigError } from './config/config-error';
export type { ConfigProblem } from './config/config-error';
export { CONFIG_VARIABLES } from './config/config-variables';
export type { ConfigVariable } from './config/config-variables';
export { loadConfig } from './config/load-config';
export { parseDsn } from './config/parse-dsn';
export { bigintColumn, numberColumn } from './database/column-transformers';
export { closeDataSource, createDataSource, sqliteBatchWriter } from './database/create-data-source';
export type { DatabaseSchema, SqliteBatchWriter } from './database/create-data-source';
export type { SqliteRows, SqliteStatement, SqliteValue } from './database/sqlite/sqlite-messages';
export { composeSchemas } from './database/compose-schemas';
export type { LibrarySchema } from './database/compose-schemas';
export { DatabaseModule } from './database/database.module';
export type { DatabaseSchemas } from './database/database.module';
export { generatedId } from './database/generated-id';
export { LogDataSource, MainDataSource } from './database/main-data-source';
export { migrate } from './database/migrate';
export { isMysqlFamily, openDataSource } from './database/open-data-source';
export { UnitOfWork } from './database/unit-of-work';
export { EgressGuard } from './egress/egress-guard';
export { EgressModule } from './egress/egress.module';
export { EventBus } from './events/event-bus';
export type { EventHandler, EventName } from './events/event-bus';
export { LocalEventBus } from './events/local-event-bus';
export {
  ALLOW_DEFAULT_PASSWORD,
  AllowDefaultPassword,
  CurrentUser,
  PossibleUser,
  RECOGNIZE_CALLER,
  RecognizeCaller,
  REQUIRED_ROLE,
  RequireRole,
} from './http/access.decorators';
export { ApiExceptionFilter } from './http/api-exception.filter';
export { ApiListReply, ApiReply } from './http/api-reply.decorator';
export { clientIp } from './http/client-ip';
export { createHttpSetup } from './http/create-http-setup';
export { reply, replyList } from './http/envelope';
export type { Envelope, ListEnvelope } from './http/envelope';
export type { IdentifiedRequest } from './http/identified-request';
export { PageQuery, readPaging } from './http/paging';
export type { Paging } from './http/paging';
export { REQUEST_ID_HEADER, requestIdMiddleware } from './http/request-id.middleware';
export { isSameOrigin } from './http/same-origin';
export { CriticalLimit } from './http/throttling/critical-limit.decorator';
export { RateLimitGuard } from './http/throttling/rate-limit.guard';
export { RequestLimits } from './http/throttling/request-limits';
export { toAppError } from './http/to-app-error';
export { TrustedProxies } from './http/trusted-proxies';
export { LineLogger } from './logging/line-logger';
export { redact } from './logging/redact';
export { RequestLine } from './logging/request-line';
export { showSourcePlaces } from './logging/source-places';
export { groupRatioOption } from './options/group-options';
export { jsonNumberMapOption } from './options/json-number-map-option';
export type { OptionDefinition } from './options/option-definition';
export { optionValueInvalid } from './options/option-errors';
export { booleanOption, decimalOption, integerOption, textOption } from './options/option-kinds';
export type { NumberRange } from './options/option-kinds';
export { OptionStore } from './options/option-store';
export type { OptionBacking } from './options/option-store';
export { SystemOptions } from './options/system-options';
export { urlOption } from './options/url-option';
export { platformSchema } from './persistence/platform-schema';
export { PlatformModule } from './platform.module';
export { RedisHolder } from './redis/redis-holder';
export type { RedisConnections } from './redis/redis-connections';
export { AesSecretBox } from './secrets/aes-secret-box';
export { SecretBox } from './secrets/secret-box';
export { readProductVersion } from './status/product-version';
export type { StatusView } from './status/status-view';
export type { TokenCount } from './tokenizer/token-count';
export { TokenCounter } from './tokenizer/token-counter';
