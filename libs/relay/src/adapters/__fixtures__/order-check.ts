import type { StreamEvent } from '../../model/stream-event';

/**
 * The order that decoders promise (stream-event.ts). Throws: thousands of streams with a dozen events each would take
 * minutes with an `expect` for each event.
 */
export class OrderCheck {
  private readonly open = new Set<number>();
  private readonly begun = new Set<number>();
  private readonly finished = new Set<number>();
  private seen = 0;
  private isOver = false;

  add(event: StreamEvent): void {
    const { type } = event;
    this.need(!this.isOver, event, 'comes after the end');
    this.need((type === 'start') === (this.seen++ === 0 && type !== 'error'), event, 'is out of turn');
    if ('block' in event) this.addBlock(event, event.block);
    else if (type === 'finish') {
      this.need(!this.finished.has(event.choice), event, 'is the second of its choice');
      this.finished.add(event.choice);
    } else if (type === 'end') this.need(this.open.size === 0, event, 'leaves a block open');
    this.isOver = type === 'end' || type === 'error';
  }

  private addBlock(event: StreamEvent, block: number): void {
    const { type } = event;
    if (type.endsWith('-start')) {
      this.need(!this.begun.has(block), event, 'begins a block again');
      this.open.add(block);
      this.begun.add(block);
    } else if (type.endsWith('-end')) this.need(this.open.delete(block), event, 'ends what is not open');
    else if (type.endsWith('-delta') && type !== 'refusal-delta') {
      this.need(this.open.has(block), event, 'belongs to nothing that is open');
    }
  }

  private need(isTrue: boolean, event: StreamEvent, what: string): void {
    if (!isTrue) throw new Error(`${JSON.stringify(event)} ${what}`);
  }
}
