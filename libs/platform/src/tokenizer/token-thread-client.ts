import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { CountedTexts } from './count-texts';
import type { Vocabulary } from './select-vocabulary';
import type { CountRequest, CountResponse } from './thread-messages';

/** A thread that died before its first answer would do so again: no start for this time. */
const PAUSE_MS = 30_000;
/** Several times what both vocabularies take. A text that needs more ends the thread and not the process. */
const MEMORY_LIMIT_MB = 256;

export function startTokenThread(): Worker {
  // Same extension as this file: .js in the build, .ts when tests run the sources.
  return new Worker(join(__dirname, `token-thread${extname(__filename)}`), {
    name: 'tokens',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
}

interface Running {
  id: number;
  timer: NodeJS.Timeout;
  resolve: (counted: CountedTexts | undefined) => void;
}

/** The main thread's end of the counting thread: starts it when it is needed, one request at a time, again when it died. */
export class TokenThreadClient {
  private readonly logger = new Logger('TokenCounter');
  private worker: Worker | undefined;
  private running: Running | undefined;
  private lastId = 0;
  private hasAnswered = false;
  private pausedUntilMs = 0;

  /** A thread that has not answered `graceMs` after its budget is taken for lost. */
  constructor(
    private readonly startThread: () => Worker,
    private readonly graceMs: number,
  ) {}

  get isBusy(): boolean {
    return this.running !== undefined;
  }

  /** False while the thread cannot be had. */
  get isUsable(): boolean {
    return performance.now() >= this.pausedUntilMs;
  }

  /** Undefined when the thread could not tell in time, or died. Never rejects. Not to be called while busy. */
  count(texts: readonly string[], vocabulary: Vocabulary, budgetMs: number): Promise<CountedTexts | undefined> {
    return new Promise((resolve) => {
      const id = ++this.lastId;
      const timer = setTimeout(() => this.lose(this.worker, 'does not answer'), budgetMs + this.graceMs);
      this.running = { id, timer, resolve };
      try {
        this.worker ??= this.start();
        this.worker.ref();
        this.worker.postMessage({ id, texts, vocabulary, budgetMs } satisfies CountRequest);
      } catch (error) {
        this.lose(this.worker, (error as Error).message);
      }
    });
  }

  async stop(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    this.finish(undefined);
    await worker?.terminate();
  }

  private start(): Worker {
    this.hasAnswered = false;
    const worker = this.startThread();
    worker.on('message', (response: CountResponse) => this.onResponse(worker, response));
    worker.on('error', (error) => this.lose(worker, error.message));
    worker.on('exit', () => this.lose(worker, 'has ended'));
    return worker;
  }

  private onResponse(worker: Worker, { id, counted, failure }: CountResponse): void {
    if (worker !== this.worker || id !== this.running?.id) return;
    this.hasAnswered = true;
    if (failure !== undefined) this.logger.warn(`Tokens could not be counted: ${failure}`);
    this.finish(counted);
  }

  /** The running request gets no count; the next one gets a new thread. */
  private lose(worker: Worker | undefined, reason: string): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    this.logger.warn(`The thread that counts tokens ${reason}`);
    if (!this.hasAnswered) this.pausedUntilMs = performance.now() + PAUSE_MS;
    void worker?.terminate();
    this.finish(undefined);
  }

  private finish(counted: CountedTexts | undefined): void {
    const running = this.running;
    this.running = undefined;
    // An idle thread must not keep a process alive that has nothing else to do.
    this.worker?.unref();
    if (running === undefined) return;
    clearTimeout(running.timer);
    running.resolve(counted);
  }
}
