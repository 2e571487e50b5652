import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import type { AppConfig } from '../config/app-config';
import { DailyFile } from './daily-file';
import { logTime } from './log-time';
import { redact } from './redact';
import { RequestLine } from './request-line';
import { showSourcePlaces } from './source-places';

type Mark = 'SYS' | 'INFO' | 'WARN' | 'ERR' | 'DEBUG';

/** Context names of Nest's own chatter about routes and modules, of interest only when debugging. */
const FRAMEWORK_CONTEXTS = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory']);

/**
 * The product's log: `[SYS] time | text` for what concerns the process, `[INFO|WARN|ERR] time | request id | text` for
 * the rest. To standard output and, with LOG_DIR, to a file a day; errors also to a file of their own.
 */
export class LineLogger implements LoggerService {
  private readonly file: DailyFile | undefined;
  private readonly errorFile: DailyFile | undefined;

  constructor(
    private readonly config: Pick<AppConfig, 'logDir' | 'debug'>,
    private readonly clock: Clock,
    private readonly output: Pick<NodeJS.WritableStream, 'write'> = process.stdout,
  ) {
    if (config.logDir === undefined) return;
    this.file = new DailyFile(config.logDir, 'chatapi');
    this.errorFile = new DailyFile(config.logDir, 'chatapi-error');
  }

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    if (!this.config.debug && context !== undefined && FRAMEWORK_CONTEXTS.has(context)) return;
    this.write(message instanceof RequestLine ? 'INFO' : 'SYS', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('WARN', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('ERR', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('ERR', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    if (this.config.debug) this.write('DEBUG', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  /** One line of the access log: `[GIN] time | request id | status | latency | address | METHOD path`. */
  access(requestId: string, status: number, latencyMs: number, address: string, request: string): void {
    this.emit(`[GIN] ${this.time()} | ${requestId} | ${status} | ${latencyMs.toFixed(1)}ms | ${address} | ${request}`);
  }

  async close(): Promise<void> {
    await Promise.all([this.file?.close(), this.errorFile?.close()]);
  }

  private write(mark: Mark, message: unknown, rest: unknown[]): void {
    const context = contextOf(rest);
    const details = (context === undefined ? rest : rest.slice(0, -1)).filter((detail) => detail !== undefined);
    const requestId = message instanceof RequestLine ? message.requestId : 'SYSTEM';
    const subject = message instanceof RequestLine ? message.text : toText(message);
    const text = [context === undefined ? subject : `${context}: ${subject}`, ...details.map(toText)].join('\n');
    const column = mark === 'SYS' ? '' : ` | ${requestId}`;
    this.emit(`[${mark}] ${this.time()}${column} | ${text}`, mark === 'ERR');
  }

  private emit(line: string, isError = false): void {
    const safe = `${redact(showSourcePlaces(line))}\n`;
    this.output.write(safe);
    const nowMs = this.clock.now();
    this.file?.write(safe, nowMs);
    if (isError) this.errorFile?.write(safe, nowMs);
  }

  private time(): string {
    return logTime(this.clock.now());
  }
}

/** Nest passes the context as the last argument; a stack is a text as well, but never one line. */
function contextOf(rest: unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? value.message;
  return inspect(value, { depth: 4, breakLength: Infinity });
}
