import { parseDsn } from './parse-dsn';
import { DsnError } from './parse-server-dsn';

const sqlite = { directory: '/srv', busyTimeoutMs: 5000 };
const mysql = { engine: 'mysql', host: 'db', port: 3306, user: 'u', password: 'p', database: 'one', tls: 'off' };
const postgres = { ...mysql, engine: 'postgres', port: 5432 };

describe('parseDsn', () => {
  it.each([
    ['u:p@tcp(db:3306)/one?parseTime=true', mysql],
    ['u:p@tcp(db)/one', mysql],
    ['u:p@db:3306/one', mysql],
    ['u:p@tcp/one', { ...mysql, host: '127.0.0.1' }],
    ['u:p@/one', { ...mysql, host: '127.0.0.1' }],
    ['u@tcp(db:3307)/one', { ...mysql, port: 3307, password: '' }],
    ['u:p@tcp([::1]:3306)/one', { ...mysql, host: '::1' }],
    ['u:p@tcp(db:3306)/one?tls=skip-verify&parseTime=true', { ...mysql, tls: 'skip-verify' }],
    ['u:p@tcp(db:3306)/one?tls=true&loc=Asia/Shanghai', { ...mysql, tls: 'verify' }],
    ['u:a@b:c/d@tcp(db:3306)/one', { ...mysql, password: 'a@b:c/d' }],
    ['mysql://u:p@db/one', mysql],
    ['mysql://u:p@tcp(db:3306)/one', mysql],
    ['mysql://u:a%40b@db:3306/one?ssl-mode=VERIFY_CA', { ...mysql, password: 'a@b', tls: 'verify' }],
    ['postgres://u:p@db/one', postgres],
    ['postgresql://u:p@db:6432/one?sslmode=require', { ...postgres, port: 6432, tls: 'skip-verify' }],
    ['postgres://u:a@b:c/d%@db/one?sslmode=verify-full', { ...postgres, password: 'a@b:c/d%', tls: 'verify' }],
    ['sqlite://data/a.db', { engine: 'sqlite', path: '/srv/data/a.db', busyTimeoutMs: 5000 }],
    ['sqlite:///var/a.db?_busy_timeout=70', { engine: 'sqlite', path: '/var/a.db', busyTimeoutMs: 70 }],
    ['./logs.db?_pragma=busy_timeout(80)', { engine: 'sqlite', path: '/srv/logs.db', busyTimeoutMs: 80 }],
    ['logs.db', { engine: 'sqlite', path: '/srv/logs.db', busyTimeoutMs: 5000 }],
    ['sqlite::memory:', { engine: 'sqlite', path: ':memory:', busyTimeoutMs: 5000 }],
  ])('reads %s', (text, target) => {
    expect(parseDsn(text, sqlite)).toEqual(target);
  });

  it('takes an empty text and "local" as no server', () => {
    expect(parseDsn(' ', sqlite)).toBeUndefined();
    expect(parseDsn('local', sqlite)).toBeUndefined();
  });

  it.each([
    ['u:hidden@tcp(db:3306)/', /database is missing/],
    ['u:hidden@unix(/run/mysql.sock)/one', /"unix" connections/],
    ['u:hidden@tcp(db:99999)/one', /between 1 and 65535/],
    ['u:hidden@tcp(db:3306)/one?tls=constructor', /tls must be one of/],
    ['postgres://u:hidden@db', /postgres:\/\/user:password@host/],
    ['hidden', /write it as/],
  ])('refuses %s without repeating it', (text, message) => {
    let thrown: unknown;
    try {
      parseDsn(text, sqlite);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DsnError);
    expect((thrown as Error).message).toMatch(message);
    expect((thrown as Error).message).not.toContain('hidden');
  });
});
