/** A log message that belongs to one request; its id goes into the line's own column. */
export class RequestLine {
  constructor(
    readonly requestId: string,
    readonly text: string,
  ) {}
}
