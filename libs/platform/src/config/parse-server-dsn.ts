import type { DatabaseTarget } from './app-config';

type ServerTarget = Exclude<DatabaseTarget, { engine: 'sqlite' }>;
type Tls = ServerTarget['tls'];

/** The text names no database; the message says what is missing and does not repeat the text, which holds a password. */
export class DsnError extends Error {}

// The user information is greedy: a password may hold `@`, `:` and `/`, so the last `@` before an address ends it.
const URL_FORM =
  /^(?<scheme>postgres|postgresql|mysql):\/\/(?:(?<login>.*)@)?(?<host>\[[^\]]+\]|[^:@/?[\]]*)(?::(?<port>\d+))?\/(?<database>[^/?]*)(?:\?(?<query>.*))?$/s;
const GO_FORM =
  /^(?:(?<login>.*)@)?(?:(?<net>[a-z0-9]+)\((?<inside>[^()]*)\)|tcp|(?<bare>[^()@/]*))\/(?<database>[^/?]*)(?:\?(?<query>.*))?$/s;

const POSTGRES_TLS: Record<string, Tls> = {
  disable: 'off',
  allow: 'off',
  prefer: 'off',
  require: 'skip-verify',
  'no-verify': 'skip-verify',
  'verify-ca': 'verify',
  'verify-full': 'verify',
};
const MYSQL_TLS: Record<string, Tls> = {
  false: 'off',
  '0': 'off',
  disabled: 'off',
  preferred: 'skip-verify',
  'skip-verify': 'skip-verify',
  required: 'skip-verify',
  true: 'verify',
  '1': 'verify',
  verify_ca: 'verify',
  verify_identity: 'verify',
};

/** Reads `postgres://…`, `postgresql://…`, `mysql://…` and the Go form `user:pass@tcp(host:3306)/db?tls=…`. */
export function parseServerDsn(text: string): ServerTarget {
  const groups = URL_FORM.exec(text)?.groups;
  if (groups !== undefined) return fromUrl(groups);
  if (/^postgres(ql)?:/.test(text)) throw new DsnError('write it as postgres://user:password@host:5432/database');
  return fromGoForm(text.replace(/^mysql:\/\//, ''));
}

function fromUrl(groups: Record<string, string | undefined>): ServerTarget {
  const query = new URLSearchParams(groups['query'] ?? '');
  const { user, password } = splitLogin(groups['login']);
  const isMysql = groups['scheme'] === 'mysql';
  return {
    engine: isMysql ? 'mysql' : 'postgres',
    host: groups['host']?.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: readPort(groups['port'], isMysql ? 3306 : 5432),
    user: decode(user),
    password: decode(password),
    database: requireDatabase(decode(groups['database'] ?? '')),
    tls: isMysql
      ? readTls(MYSQL_TLS, 'tls', query.get('tls') ?? query.get('ssl-mode') ?? query.get('ssl'))
      : readTls(POSTGRES_TLS, 'sslmode', query.get('sslmode')),
  };
}

function fromGoForm(text: string): ServerTarget {
  const groups = GO_FORM.exec(text)?.groups;
  if (groups === undefined) {
    throw new DsnError('write it as user:password@tcp(host:3306)/database, mysql://… or postgres://…');
  }
  const net = groups['net'] ?? 'tcp';
  if (!/^tcp[46]?$/.test(net)) throw new DsnError(`"${net}" connections are not supported; use tcp(host:3306)`);
  const address = groups['inside'] ?? groups['bare'] ?? '';
  const parts = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(address);
  if (parts === null) throw new DsnError('the address must be host:port');
  return {
    engine: 'mysql',
    host: parts[1]?.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: readPort(parts[2], 3306),
    ...splitLogin(groups['login']),
    database: requireDatabase(decode(groups['database'] ?? '')),
    tls: readTls(MYSQL_TLS, 'tls', new URLSearchParams(groups['query'] ?? '').get('tls')),
  };
}

function splitLogin(login: string | undefined): { user: string; password: string } {
  const text = login ?? '';
  const colon = text.indexOf(':');
  return colon < 0 ? { user: text, password: '' } : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function readPort(text: string | undefined, standard: number): number {
  const port = text === undefined ? standard : Number(text);
  if (port < 1 || port > 65535) throw new DsnError('the port must be between 1 and 65535');
  return port;
}

function readTls(known: Record<string, Tls>, name: string, value: string | null): Tls {
  if (value === null || value === '') return 'off';
  const tls = Object.hasOwn(known, value.toLowerCase()) ? known[value.toLowerCase()] : undefined;
  if (tls === undefined) throw new DsnError(`${name} must be one of ${Object.keys(known).join(', ')}`);
  return tls;
}

function requireDatabase(name: string): string {
  if (name === '') throw new DsnError('the name of the database is missing after the last "/"');
  return name;
}

/** A `%` that encodes nothing is part of the password, not a mistake. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
