import type { ChatResponse } from '../model/chat-response';
import type { StreamEvent } from '../model/stream-event';

/** Changes a stream of events; what comes out keeps the order that StreamEvent promises. */
export interface EventFilter {
  push(event: StreamEvent): readonly StreamEvent[];
}

/** A change of answers, in one piece or streamed. */
export interface AnswerFilter {
  whole(response: ChatResponse): ChatResponse;
  /** The same for one stream. */
  open(): EventFilter;
}
