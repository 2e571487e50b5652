import * as fc from 'fast-check';
import type { StreamEvent } from '../../model/stream-event';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { ANSWER, decodeAll, encodeAll, readChunks, TARGET } from './__fixtures__/read-fixture';
import { anyAnswer, anyRequest } from './__fixtures__/arbitraries';

const RUNS = { numRuns: 400, seed: 20_261 };

describe('round trip through the neutral model', () => {
  it('case 65, 66: loses nothing of any valid request', () => {
    fc.assert(
      fc.property(anyRequest, (body) => {
        const request = decodeRequest(body, { model: 'gemini-3-pro-preview', isStream: false });
        const encoded = encodeRequest(request, TARGET);
        expect(encoded.value).toEqual(body);
        expect(encoded.losses).toEqual([]);
      }),
      RUNS,
    );
  });

  it('case 64: loses nothing of any valid answer', () => {
    fc.assert(
      fc.property(anyAnswer, (body) => {
        const encoded = encodeResponse(decodeResponse(body), { ...ANSWER, model: 'gemini-x' });
        expect(encoded.value).toEqual(body);
        expect(encoded.losses).toEqual([]);
      }),
      RUNS,
    );
  });

  it('gives the same events after writing and reading a stream again', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { minLength: 1, maxLength: 4 }), (chunks) => {
        const events = named(decodeAll(chunks.map((chunk) => JSON.stringify(chunk))));
        const again = decodeAll(encodeAll(events).map((event) => event.data));
        // Figures that newer ones replaced before any content came are not written.
        expect(withoutFigures(again)).toEqual(withoutFigures(events));
        expect(again.findLast(isUsage)).toEqual(events.findLast(isUsage));
      }),
      RUNS,
    );
  });

  it.each(['text', 'tool-call', 'grounded', 'blocked', 'code-and-image'])('gives the same events for %s', (name) => {
    const events = named(decodeAll(readChunks(name)));
    expect(events.at(-1)).toEqual({ type: 'end' });
    expect(decodeAll(encodeAll(events).map((event) => event.data))).toEqual(events);
  });
});

/** The caller sees the name he asked for, so that is what a second reading finds. */
function named(events: StreamEvent[]): StreamEvent[] {
  return events.map((event) => (event.type === 'start' ? { ...event, model: ANSWER.model } : event));
}

function isUsage(event: StreamEvent): boolean {
  return event.type === 'usage';
}

/** They may come with the beginning or by themselves. */
function withoutFigures(events: StreamEvent[]): StreamEvent[] {
  return events
    .filter((event) => !isUsage(event))
    .map((event) => (event.type === 'start' ? { ...event, usage: undefined } : event));
}
