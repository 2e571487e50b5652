import type { WireEvent } from '../../model/wire-event';
import { AwsFrameCutter } from '../framing/aws-frame-cutter';
import type { Deframer } from '../upstream-profile';
import { writeEvents } from '../write-events';

/** Writes each frame of one of AWS's event streams as an event. */
export class FrameDeframer implements Deframer {
  constructor(
    private readonly cutter: AwsFrameCutter,
    /** What a frame says; undefined = nothing for us. */
    private readonly eventOf: (frame: WireEvent) => WireEvent | undefined,
  ) {}

  feed(piece: Buffer): Buffer | undefined {
    const events: WireEvent[] = [];
    for (const frame of this.cutter.feed(piece)) {
      const event = this.eventOf(frame);
      if (event !== undefined) events.push(event);
    }
    return events.length === 0 ? undefined : writeEvents(events);
  }

  /** A frame without its rest is a stream that broke; its reader sees that it never ended. */
  flush(): undefined {}
}

/** Later: the package that checks and reads frames is loaded when the first stream is asked for. */
export async function loadFrameCutter(): Promise<() => AwsFrameCutter> {
  const { EventStreamCodec } = await import('@smithy/eventstream-codec');
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    (text) => Buffer.from(text),
  );
  return () => new AwsFrameCutter(codec);
}
