import { NdjsonCutter } from './framing/ndjson-cutter';
import type { StreamFraming } from './upstream-profile';
import type { WireEvent } from '../model/wire-event';
import { writeEvents } from './write-events';

/** Lines of JSON, each of which becomes an event without a name. */
export const NDJSON_FRAMING: StreamFraming = {
  contentType: 'application/x-ndjson',
  open: () => {
    const cutter = new NdjsonCutter();
    return { feed: (piece) => written(cutter.feed(piece)), flush: () => written(cutter.flush()) };
  },
};

function written(events: readonly WireEvent[]): Buffer | undefined {
  return events.length === 0 ? undefined : writeEvents([...events]);
}
