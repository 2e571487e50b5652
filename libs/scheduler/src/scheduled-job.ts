/**
 * A recurring piece of work. Jobs are harmless to repeat: a lease can run out while its holder is merely slow.
 */
export interface ScheduledJob {
  /** Stable name; also the key of its row. */
  readonly id: string;
  readonly everySeconds: number;
  readonly timeoutMs: number;
  /** `cluster` = on one node at a time, under a lease; `process` = in every process, for what lives in its memory. */
  readonly scope: 'cluster' | 'process';
  run(signal: AbortSignal): Promise<void>;
}
