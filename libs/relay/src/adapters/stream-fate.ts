import type { TokenUsage } from '@app/billing';
import type { StreamError, StreamEvent } from '../model/stream-event';
import { billedUsage, isTelling } from './billed-usage';
import { declinedBy, type Declined } from './declined';

/** What billing and the pipeline must know of a stream, learnt from its events. */
export abstract class StreamFate {
  private latest: TokenUsage | undefined = undefined;
  hasFigures = false;
  isDone = false;
  hasFinished = false;
  declined: Declined | undefined = undefined;
  error: StreamError | undefined = undefined;

  get usage(): TokenUsage | undefined {
    this.catchUp();
    return this.latest;
  }

  /** For readers that put off what only brings newer figures. */
  protected catchUp(): void {}

  protected follow(event: StreamEvent): void {
    switch (event.type) {
      case 'start':
        if (isTelling(event.usage)) this.latest = billedUsage(event.usage);
        break;
      case 'usage':
        if (!isTelling(event.usage)) break;
        this.latest = billedUsage(event.usage);
        this.hasFigures = true;
        break;
      case 'finish':
        this.hasFinished = true;
        this.declined ??= declinedBy([event.finish.unified]);
        break;
      case 'end':
        this.isDone = true;
        break;
      case 'error':
        this.error = event.error;
        break;
      default:
    }
  }
}
