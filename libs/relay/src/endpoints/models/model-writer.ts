/** Writes the model list as the clients of a dialect read it. */
export interface ModelWriter {
  /** `names` are in order. Throws AppError 400 for paging fields that say nothing. */
  list(names: readonly string[], query: URLSearchParams): object;
  one(name: string): object;
}

/** The ancestors give every model this date (Unix seconds); clients only sort by it. */
export const CREATED = 1_626_777_600;
