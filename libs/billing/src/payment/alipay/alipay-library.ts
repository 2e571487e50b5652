import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type {
  AlipayAccount,
  AlipayTaskKind,
  AlipayTasks,
  ThreadRequest,
  ThreadResponse,
} from './alipay-thread-messages';

export interface AlipayLibraryLimits {
  /** How many may wait; each takes the thread 1 to 3 ms. */
  requests: number;
  /** For an answer, the start of the thread included. */
  answerMs: number;
  /** A thread that nobody needed for so long is ended. */
  idleMs: number;
  /** A thread that died before its first answer would do so again: no start for this time. */
  pauseMs: number;
}

export const ALIPAY_LIBRARY_LIMITS: AlipayLibraryLimits = {
  requests: 256,
  answerMs: 10_000,
  idleMs: 300_000,
  pauseMs: 10_000,
};

/** Several times what the library takes. */
const MEMORY_LIMIT_MB = 128;

export function startAlipayThread(): Worker {
  // Same extension as this file: .js in the build, .ts when tests run the sources.
  return new Worker(join(__dirname, `alipay-thread${extname(__filename)}`), {
    name: 'alipay',
    // Whoever debugs Node's own parts by NODE_DEBUG shall not make the library print what it signs.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
}

interface Waiting {
  resolve: (given: never) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Alipay's own library, in a thread that is there only while Alipay is used. The thread keeps nothing between requests. */
export class AlipayLibrary implements OnApplicationShutdown {
  private readonly logger = new Logger('Payments');
  /** In the order they were sent, which is the order they are answered in. */
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private hasAnswered = false;
  private pausedUntilMs = 0;
  private isStopped = false;

  constructor(
    private readonly limits = ALIPAY_LIBRARY_LIMITS,
    private readonly startThread = startAlipayThread,
  ) {}

  /** Rejects, with a text for staff, when the thread cannot be had, dies or does not answer in time. */
  ask<K extends AlipayTaskKind>(
    kind: K,
    account: AlipayAccount,
    asked: AlipayTasks[K]['asked'],
  ): Promise<AlipayTasks[K]['given']> {
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(new Error(refusal));
    clearTimeout(this.idle);
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      const timer = setTimeout(() => this.lose(this.worker, 'does not answer'), this.limits.answerMs);
      this.waiting.set(id, { resolve, reject, timer });
      try {
        this.worker ??= this.start();
        this.worker.ref();
        this.worker.postMessage({ id, kind, account, asked } satisfies ThreadRequest<K>);
      } catch (error) {
        this.lose(this.worker, (error as Error).message);
      }
    });
  }

  /** Late, so that payments which are being begun can end. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.rejectAll('the gateway stops');
    await this.end();
  }

  private refusal(): string | undefined {
    if (this.isStopped) return 'the gateway stops';
    if (performance.now() < this.pausedUntilMs) return "Alipay's library cannot be started";
    return this.waiting.size >= this.limits.requests ? "too much waits for Alipay's library" : undefined;
  }

  private start(): Worker {
    this.hasAnswered = false;
    const worker = this.startThread();
    worker.on('message', (response: ThreadResponse) => this.onResponse(worker, response));
    worker.on('error', (error) => this.lose(worker, error.message));
    worker.on('exit', () => this.lose(worker, 'has ended'));
    return worker;
  }

  private onResponse(worker: Worker, response: ThreadResponse): void {
    const waiting = this.waiting.get(response.id);
    if (worker !== this.worker || waiting === undefined) return;
    this.hasAnswered = true;
    this.waiting.delete(response.id);
    clearTimeout(waiting.timer);
    if ('failure' in response) waiting.reject(new Error(`Alipay's library failed: ${response.failure}`));
    else waiting.resolve(response.given as never);
    if (this.waiting.size === 0) this.rest(worker);
  }

  /** An idle thread keeps no process alive, and goes after a while. */
  private rest(worker: Worker): void {
    worker.unref();
    this.idle = setTimeout(() => void this.end(), this.limits.idleMs).unref();
  }

  /** Whoever waits is told; the next request gets a new thread. */
  private lose(worker: Worker | undefined, reason: string): void {
    if (worker !== this.worker) return;
    this.logger.warn(`The thread of Alipay's library ${reason}`);
    if (!this.hasAnswered) this.pausedUntilMs = performance.now() + this.limits.pauseMs;
    void this.end();
    this.rejectAll(`the thread of Alipay's library ${reason}`);
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private rejectAll(reason: string): void {
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.waiting.clear();
  }
}
