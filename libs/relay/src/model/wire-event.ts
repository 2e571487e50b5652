/** One server-sent event. */
export interface WireEvent {
  /** Name of the event; undefined = none was given. */
  event?: string;
  data: string;
  /** What `data` says, where somebody has parsed it already; goes before it. */
  json?: Readonly<Record<string, unknown>>;
}
