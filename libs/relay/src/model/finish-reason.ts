/** Why an answer ended. */
export interface FinishReason {
  unified:
    | 'stop'
    /** A stop sequence was met. */
    | 'stop-sequence'
    | 'length'
    | 'tool-calls'
    | 'content-filter'
    | 'refusal'
    /** A server tool's turn is to be continued. */
    | 'pause'
    | 'error'
    /** The upstream gave none, or one that is not known. */
    | 'other';
  /** As the upstream wrote it; for the log, never for callers of another dialect. */
  raw?: string;
  /** Which stop sequence. */
  stopSequence?: string;
}
