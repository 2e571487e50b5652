import type { WireEvent } from '../model/wire-event';

/** Events as they go over the wire. Line breaks in the data become lines of their own, as the standard wants. */
export function writeEvents(events: readonly WireEvent[]): Buffer {
  let text = '';
  for (const { event, data } of events) {
    if (event !== undefined) text += `event: ${event}\n`;
    text += data.includes('\n')
      ? `${data
          .split('\n')
          .map((line) => `data: ${line}`)
          .join('\n')}\n\n`
      : `data: ${data}\n\n`;
  }
  return Buffer.from(text);
}
