import type { StreamEvent } from '../model/stream-event';

export type BlockEvent = Extract<StreamEvent, { block: number }>;

const ENDED_BY = {
  'text-start': 'text-end',
  'thinking-start': 'thinking-end',
  'tool-input-start': 'tool-input-end',
} as const;

/**
 * Lets one block through at a time: what belongs to another waits until the open one has ended. Blocks hardly ever overlap,
 * so the usual event goes straight through.
 */
export class BlockSequencer {
  private open: Extract<BlockEvent, { type: keyof typeof ENDED_BY }> | undefined;
  private waiting: BlockEvent[] = [];

  constructor(private readonly emit: (event: BlockEvent) => void) {}

  push(event: BlockEvent): void {
    if (this.open !== undefined && event.block !== this.open.block) {
      this.waiting.push(event);
      return;
    }
    this.pass(event);
    if (this.open === undefined && this.waiting.length > 0) this.release();
  }

  /** Ends what nobody ended, and lets through what waited for it. */
  flush(): void {
    while (this.open !== undefined) {
      this.pass({ type: ENDED_BY[this.open.type], choice: this.open.choice, block: this.open.block });
      this.release();
    }
  }

  private pass(event: BlockEvent): void {
    switch (event.type) {
      case 'text-start':
      case 'thinking-start':
      case 'tool-input-start':
        this.open = event;
        break;
      case 'text-end':
      case 'thinking-end':
      case 'tool-input-end':
        this.open = undefined;
        break;
      default:
      // Deltas, and blocks that are whole in one event.
    }
    this.emit(event);
  }

  private release(): void {
    while (this.open === undefined && this.waiting.length > 0) {
      const { block } = this.waiting[0]!;
      const others: BlockEvent[] = [];
      for (const event of this.waiting) {
        if (event.block === block) this.pass(event);
        else others.push(event);
      }
      this.waiting = others;
    }
  }
}
