/** One server-sent event. */
export interface WireEvent {
  /** Name of the event; undefined = none was given. */
  event?: string;
  data: string;
}
