import { SseDecoder } from '../../transport/sse-decoder';
import { endOfEvent } from '../event-cutter';
import { scanObject, ScanError } from '../scan-object';

/** In text of the model these stand with their quotes escaped. */
const LAST = ['"response.completed"', '"response.incomplete"'].map((mark) => Buffer.from(mark));
const FIELDS: ReadonlySet<string> = new Set(['response']);

/** The whole answer, which the last event of a stream repeats; undefined = it is not among these events. */
export function findResponse(events: Buffer): Buffer | undefined {
  if (!isLast(events)) return undefined;
  for (let start = 0; start < events.length;) {
    const end = endOfEvent(events, start);
    const event = events.subarray(start, end);
    if (isLast(event)) {
      for (const { data } of new SseDecoder().feed(event)) {
        const response = responseIn(Buffer.from(data));
        if (response !== undefined) return response;
      }
    }
    start = end;
  }
  return undefined;
}

function isLast(bytes: Buffer): boolean {
  return LAST.some((mark) => bytes.indexOf(mark) >= 0);
}

function responseIn(json: Buffer): Buffer | undefined {
  try {
    const place = scanObject(json, FIELDS).values.get('response');
    return place && json.subarray(place.start, place.end);
  } catch (error) {
    if (error instanceof ScanError) return undefined;
    throw error;
  }
}
