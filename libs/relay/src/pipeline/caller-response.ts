/**
 * The answer to one call as HTTP, whoever writes it to the connection. Headers are names and values in turn, in lower case;
 * `closes` = the connection ends with this answer. After `whole`, `end` or `destroy` nothing else may be called.
 */
export interface CallerResponse {
  /** The connection was lost before the answer was complete. */
  onGone: (() => void) | undefined;
  /** The caller, who was behind, has caught up. */
  onDrain: (() => void) | undefined;
  /** A complete answer; `headers` have its length. */
  whole(status: number, headers: string[], body: Buffer | string, closes: boolean): void;
  /** Head of an answer that comes in pieces. */
  begin(status: number, headers: string[], closes: boolean): void;
  /** False = the caller is behind. */
  write(bytes: Buffer | string): boolean;
  end(bytes?: Buffer | string): void;
  /** Cuts the connection. */
  destroy(): void;
}
