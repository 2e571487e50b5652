import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestDatabase, type Engine, type TestDatabase } from './test-database';
import { Management } from './management';

const ENTRY = resolve(__dirname, '../../dist/apps/gateway/src/main.js');

/** Relay key and management token that every test gateway starts with; both belong to root. */
export const ROOT_KEY = `sk-${'TestRootKey0123456789abcdefghijklmnopqrstuvwxyzA'.padEnd(48, '0').slice(0, 48)}`;
export const ROOT_ACCESS_TOKEN = '0123456789abcdef0123456789abcdef';

/** The built gateway in its own process, with its own data folder and database. */
export class GatewayProcess {
  url = '';
  output = '';
  private child: ChildProcess | undefined;

  private constructor(
    readonly dataDir: string,
    readonly database: TestDatabase,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts on an empty database. */
  static async start(options: { engine?: Engine; env?: Record<string, string> } = {}): Promise<GatewayProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-test-'));
    const database = await createTestDatabase(options.engine ?? 'sqlite', dataDir);
    const gateway = new GatewayProcess(dataDir, database, options.env ?? {});
    await gateway.restart();
    return gateway;
  }

  /** A second gateway on the same database, with a data folder of its own unless that is where the database is. */
  async another(env: Record<string, string> = {}): Promise<GatewayProcess> {
    const dataDir = this.database.engine === 'sqlite' ? this.dataDir : mkdtempSync(join(tmpdir(), 'chat-api-test-'));
    const gateway = new GatewayProcess(dataDir, this.database, { ...this.env, NODE_TYPE: 'slave', ...env });
    await gateway.restart();
    return gateway;
  }

  get management(): Management {
    return new Management(this.url, ROOT_ACCESS_TOKEN);
  }

  /** Starts the process again on the same data, once it has ended. */
  async restart(): Promise<void> {
    if (this.isRunning) throw new Error('The gateway is still running');
    this.output = '';
    const child = spawn(process.execPath, [ENTRY], {
      env: this.environment(),
      cwd: this.dataDir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.url = await new Promise<string>((done, fail) => {
      const collect = (part: Buffer): void => {
        this.output += part.toString();
        const match = /listening on (http:\/\/\S+)/.exec(this.output);
        if (match) done(match[1]!);
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.once('exit', (code) => fail(new Error(`The gateway ended with ${code}:\n${this.output}`)));
    });
  }

  /** SIGKILL: no handler runs. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Of the gateway itself, to look at what it takes. */
  get processId(): number {
    return this.child!.pid!;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends the process and removes everything it left. */
  async remove(): Promise<void> {
    if (this.isRunning) await this.kill();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined || !this.isRunning) return Promise.resolve(child?.exitCode ?? null);
    return new Promise((done) => {
      child.once('exit', (code) => done(code));
      child.kill(signal);
    });
  }

  private environment(): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: this.dataDir,
      SQL_DSN: this.database.dsn,
      UPSTREAM_ALLOW_PRIVATE: '127.0.0.1',
      GLOBAL_API_RATE_LIMIT: '100000',
      DEFAULT_LOCALE: 'en',
      INITIAL_ROOT_PASSWORD: 'correct horse battery',
      INITIAL_ROOT_TOKEN: ROOT_KEY,
      INITIAL_ROOT_ACCESS_TOKEN: ROOT_ACCESS_TOKEN,
      ...this.env,
    };
  }
}
